package microsoft

import (
	"cmp"

	"tenantry/backend/domain"
)

// paid names the products that small businesses mostly buy, by skuId. Source: Microsoft, "Product names and service plan
// identifiers for licensing". A product that is not here is shown by its part number.
var paid = map[string]string{
	// Microsoft 365 and Office 365
	"3b555118-da6a-4418-894f-7df1e2096870": "Microsoft 365 Business Basic",
	"f245ecc8-75af-4f8e-b61f-27d8114de5f3": "Microsoft 365 Business Standard",
	"cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46": "Microsoft 365 Business Premium",
	"cdd28e44-67e3-425e-be4c-737fab2899d3": "Microsoft 365 Apps for Business",
	"b214fe43-f5a3-4703-beeb-fa97188220fc": "Microsoft 365 Apps for Business",
	"dab7782a-93b1-4074-8bb1-0e61318bea0b": "Microsoft 365 Business Basic",
	"18181a46-0d4e-45cd-891e-60aabd171b4e": "Office 365 E1",
	"6fd2c87f-b296-42f0-b197-1e91e994b900": "Office 365 E3",
	"c7df2760-2c81-4ef7-b578-5b5392b571df": "Office 365 E5",
	"26d45bd9-adf1-46cd-a9e1-51e9a5524128": "Office 365 E5 Without Audio Conferencing",
	"4b585984-651b-448a-9e53-3b10f069cf7f": "Office 365 F3",
	"05e9a617-0261-4cee-bb44-138d3ef5d965": "Microsoft 365 E3",
	"06ebc4ee-1bb5-47dd-8120-11324bc54e06": "Microsoft 365 E5",
	"66b55226-6b4f-492c-910c-a3b7a3c9d993": "Microsoft 365 F3",
	"44575883-256e-4a79-9da4-ebe9acabe2b2": "Microsoft 365 F1",
	"50f60901-3181-4b75-8a2c-4c8e4c1d5a72": "Microsoft 365 F1",
	"c2273bd0-dff7-4215-9ef5-2c7bcfb06425": "Microsoft 365 Apps for Enterprise",
	"639dec6b-bb19-468b-871c-c5c441c4b0cb": "Microsoft 365 Copilot",
	// mail and files
	"4b9405b0-7788-4568-add1-99614e613b69": "Exchange Online (Plan 1)",
	"19ec0d23-8335-4cbd-94ac-6050e30712fa": "Exchange Online (Plan 2)",
	"80b2d799-d2ba-4d2a-8842-fb0d0f3a4b82": "Exchange Online Kiosk",
	"ee02fd1b-340e-4a4b-b355-4a514e4c8943": "Exchange Online Archiving for Exchange Online",
	"90b5e015-709a-4b8b-b08e-3200f994494c": "Exchange Online Archiving for Exchange Server",
	"1fc08a02-8b3d-43b9-831e-f76859e04e1a": "SharePoint Online (Plan 1)",
	"a9732ec9-17d9-494c-a51c-d6b45b384dcb": "SharePoint Online (Plan 2)",
	"99049c9c-6011-4908-bf17-15f496e6519d": "Office 365 Extra File Storage",
	"e6778190-713e-4e4f-9119-8b8238de25df": "OneDrive for Business (Plan 1)",
	"ed01faf2-1d88-4947-ae91-45ca18703a96": "OneDrive for Business (Plan 2)",
	// security and devices
	"4ef96642-f096-40de-a3e9-d83fb2f90211": "Microsoft Defender for Office 365 (Plan 1)",
	"3dd6cf57-d688-4eed-ba52-9e40b5468c3e": "Microsoft Defender for Office 365 (Plan 2)",
	"efccb6f7-5641-4e0e-bd10-b4976e1bf68e": "Enterprise Mobility + Security E3",
	"b05e124f-c7cc-45a0-a6aa-8cf78c946968": "Enterprise Mobility + Security E5",
	"078d2b04-f1bd-4111-bbd4-b4b1b354cef4": "Microsoft Entra ID P1",
	"84a661c4-e949-4bd2-a560-ed7766fcaf2b": "Microsoft Entra ID P2",
	"061f9ace-7d42-4136-88ac-31dc755f143f": "Intune",
	"2b317a4a-77a6-4188-9437-b68a77b4e2c6": "Microsoft Intune Device",
	"c52ea49f-fe5d-4e95-93ba-1de91d380f89": "Azure Information Protection Plan 1",
	"b126b073-72db-4a9d-87a4-b17afe41d4ab": "Microsoft Defender for Endpoint P2",
	"111046dd-295b-4d6d-9724-d52ac90bd1f2": "Microsoft Defender for Endpoint",
	"16a55f2f-ff35-4cd5-9146-fb784e3761a5": "Microsoft Defender for Endpoint P1",
	"5e1e7702-a2b7-4360-8d07-2f515792896f": "Microsoft Defender for Business",
	"6a0f6da5-0b87-4190-a6ae-9bb5a2b9546a": "Windows 10/11 Enterprise E3",
	"cb10e6cd-9da4-4992-867b-67546b1db821": "Windows 10/11 Enterprise E3",
	"d13ef257-988a-46f3-8fce-f47484dd4550": "Windows 10/11 Enterprise E3 VDA",
	"135bee78-485b-4181-ad6e-40286e311850": "Windows 365 Business 2 vCPU 4 GB 128 GB",
	"71f21848-f89b-4aaa-a2dc-780c8e8aac5b": "Windows 365 Business 2 vCPU 8 GB 128 GB",
	// Teams
	"3ab6abff-666f-4424-bfb7-f0bc274ec7bc": "Microsoft Teams Essentials (AAD Identity)",
	"fde42873-30b6-436b-b361-21af5a6b84ae": "Microsoft Teams Essentials",
	"36a0f3b3-adb5-49ea-bf66-762134cf063a": "Microsoft Teams Premium Introductory Pricing",
	"e43b5b99-8dfb-405f-9987-dc307f34bcbd": "Microsoft Teams Phone Standard",
	"0c266dff-15dd-4b49-8397-2bb16070ed52": "Microsoft 365 Audio Conferencing",
	"ae2343d1-0999-43f6-ae18-d816516f6e78": "Teams Phone with Calling Plan",
	"47794cd0-f0e5-45c5-9033-2eb6b5fc84e0": "Communications Credits",
	"6070a4c8-34c6-4937-8dfb-39bbc6397a60": "Microsoft Teams Rooms Standard",
	"4cde982a-ede4-4409-9ae6-b003453c8ea6": "Microsoft Teams Rooms Pro",
	"6af4b3d6-14bb-4a2a-960c-6c902aad34f3": "Microsoft Teams Rooms Basic",
	"440eaaa8-b3e0-484b-a8be-62870b9ba70a": "Microsoft Teams Phone Resource Account",
	// projects, data and business applications
	"c5928f49-12ba-48f7-ada3-0d743a3601d5": "Visio Plan 2",
	"4b244418-9658-4451-a2b8-b5e2b364e9bd": "Visio Plan 1",
	"53818b1b-4a27-454b-8896-0dba576410e6": "Planner and Project Plan 3",
	"09015f9f-377f-4538-bbb5-f75ceb09358a": "Project Online Premium",
	"776df282-9fc0-4862-99e2-70e561b9909e": "Project Online Essentials",
	"beb6439c-caad-48d3-bf46-0c82871e12be": "Planner Plan 1",
	"f8a1db68-be16-40ed-86d5-cb42ce701560": "Power BI Pro",
	"c1d032e0-5619-4761-9b5c-75b6831e1711": "Power BI Premium Per User",
	"b30411f5-fea1-4a59-9ad9-3db7c7ead579": "Power Apps Premium",
	"4a51bf65-409c-4a91-b845-1121b571cc9d": "Power Automate per user plan",
	"eda1941c-3c4f-4995-b5eb-e85a42175ab9": "Power Automate Premium",
	"2880026b-2b0c-4251-8656-5d41ff11e3aa": "Dynamics 365 Business Central Essentials",
	"f991cecc-3f91-4cd0-a9a8-bf1c8167e029": "Dynamics 365 Business Central Premium",
}

// free names the products that users or admins get without paying.
var free = map[string]string{
	"f30db892-07e9-47e9-837c-80727f46fd3d": "Microsoft Power Automate Free",
	"a403ebcc-fae0-4ca2-8c8c-7a907fd6c235": "Microsoft Fabric (Free)",
	"dcb1a3ae-b33f-4487-846a-a640262fadf4": "Microsoft Power Apps Plan 2 Trial",
	"5b631642-bd26-49fe-bd20-1daaa972ef80": "Microsoft Power Apps for Developer",
	"710779e8-3d4a-4c88-adb9-386c958d1fdf": "Microsoft Teams Exploratory",
	"16ddbbfc-09ea-4de2-b1d7-312db6112d70": "Microsoft Teams (Free)",
	"1f2f344a-700d-42c9-9427-5cea1d5d7ba6": "Microsoft Stream",
	"6470687e-a428-4b7a-bef2-8a291ad947c9": "Windows Store for Business",
	"8c4ce438-32a7-4ac5-91a6-e22ae08d9c8b": "Rights Management Adhoc",
	"606b54a9-78d8-4298-ad8b-df6ef4481c80": "Microsoft Copilot Studio Viral Trial",
	"bc946dac-7877-4271-b2f7-99d2db13cd2c": "Dynamics 365 Customer Voice Trial",
	"726a0894-2c77-4d65-99da-9775ef05aad1": "Microsoft Business Center",
	"6a4a1628-9b9a-424d-bed5-4118f0ede3fd": "Dynamics 365 Business Central for IWs",
	"3f9f06f5-3c31-472c-985f-62d9c10ec167": "Power Pages vTrial for Makers",
}

// boundless are the numbers of seats Microsoft writes where it means "as many as you like".
var boundless = map[int64]bool{10_000: true, 100_000: true, 500_000: true, 1_000_000: true, 10_000_000: true}

// productName is the name shown for a product.
func productName(sku, partNumber string) string {
	return cmp.Or(paid[sku], free[sku], partNumber, sku)
}

// productName prefers the user's own list.
func (c *client) productName(sku, partNumber string) string {
	if c.names != nil {
		if name := c.names(sku); name != "" {
			return name
		}
	}
	return productName(sku, partNumber)
}

// excludedByNumber leaves out free products, and those that nobody bought in such a number.
func excludedByNumber(sku string, seats int64) domain.Exclusion {
	if _, ok := free[sku]; ok {
		return domain.ExcludedFree
	}
	if _, ok := paid[sku]; !ok && boundless[seats] {
		return domain.ExcludedUnlimited
	}
	return domain.Counted
}
