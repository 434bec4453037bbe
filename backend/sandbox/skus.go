package sandbox

// sku is a product of Microsoft's list of names and service plan identifiers, with as many of its service plans as a
// simulation needs.
type sku struct {
	id, part  string
	unlimited int  // seats of a free plan
	company   bool // belongs to the company, not to users
	plans     []servicePlan
}

type servicePlan struct{ id, name string }

var (
	// skuBusinessBasic is Microsoft 365 Business Basic.
	skuBusinessBasic = &sku{id: "3b555118-da6a-4418-894f-7df1e2096870", part: "O365_BUSINESS_ESSENTIALS", plans: []servicePlan{
		{"7547a3fe-08ee-4ccb-b430-5077c5041653", "YAMMER_ENTERPRISE"},
		{"9aaf7827-d63c-4b61-89c3-182f06f82e5c", "EXCHANGE_S_STANDARD"},
		{"a23b959c-7ce8-4e57-9140-b90eb88a9e97", "SWAY"},
		{"e95bec33-7c88-4a70-8e19-b10bd9d0c014", "SHAREPOINTWAC"},
		{"c7699d2e-19aa-44de-8edf-1736da088ca1", "SHAREPOINTSTANDARD"},
		{"b737dad2-2f6c-4c65-90e3-ca563267e8b9", "PROJECTWORKMANAGEMENT"},
		{"92f7a6f3-b89b-4bbd-8c30-809e6da5ad1c", "POWERAPPS_O365_P1"},
		{"c63d4d19-e8cb-460e-b37c-4d6c34603745", "OFFICEMOBILE_SUBSCRIPTION"},
		{"57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1"},
	}}
	// skuBusinessStandard is Microsoft 365 Business Standard.
	skuBusinessStandard = &sku{id: "f245ecc8-75af-4f8e-b61f-27d8114de5f3", part: "O365_BUSINESS_PREMIUM", plans: []servicePlan{
		{"6f23d6a9-adbf-481c-8538-b4c095654487", "M365_LIGHTHOUSE_CUSTOMER_PLAN1"},
		{"c4b8c31a-fb44-4c65-9837-a21f55fcabda", "MICROSOFT_LOOP"},
		{"54fc630f-5a40-48ee-8965-af0503c1386e", "KAIZALA_O365_P2"},
		{"159f4cd6-e380-449f-a816-af1a9ef76344", "FORMS_PLAN_E1"},
		{"a1ace008-72f3-4ea0-8dac-33b3a23a2472", "CLIPCHAMP"},
		{"199a5c09-e0ca-4e37-8f7c-b05d533e1ea2", "MICROSOFTBOOKINGS"},
		{"95b76021-6a53-4741-ab8b-1d1f3d66a95a", "CDS_O365_P2"},
		{"33c4f319-9bdd-48d6-9c4d-410b750a4a5a", "MYANALYTICS_P2"},
		{"9aaf7827-d63c-4b61-89c3-182f06f82e5c", "EXCHANGE_S_STANDARD"},
		{"c7699d2e-19aa-44de-8edf-1736da088ca1", "SHAREPOINTSTANDARD"},
		{"57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1"},
	}}
	// skuBusinessPremium is Microsoft 365 Business Premium.
	skuBusinessPremium = &sku{id: "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", part: "SPB", plans: []servicePlan{
		{"5bfe124c-bbdc-4494-8835-f1297d457d79", "O365_SB_Relationship_Management"},
		{"92f7a6f3-b89b-4bbd-8c30-809e6da5ad1c", "POWERAPPS_O365_P1"},
		{"0f9b09cb-62d1-4ff4-9129-43f4996f83f4", "FLOW_O365_P1"},
		{"ded3d325-1bdc-453e-8432-5bac26d7a014", "POWER_VIRTUAL_AGENTS_O365_P3"},
		{"c7699d2e-19aa-44de-8edf-1736da088ca1", "SHAREPOINTSTANDARD"},
		{"c948ea65-2053-4a5a-8a62-9eaaaf11b522", "PURVIEW_DISCOVERY"},
		{"882e1d05-acd1-4ccb-8708-6ee03664b117", "INTUNE_O365"},
		{"276d6e8a-f056-4f70-b7e8-4fc27f79f809", "OFFICE_SHARED_COMPUTER_ACTIVATION"},
		{"9aaf7827-d63c-4b61-89c3-182f06f82e5c", "EXCHANGE_S_STANDARD"},
		{"57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1"},
	}}
	// skuAppsBusiness is Microsoft 365 Apps for Business.
	skuAppsBusiness = &sku{id: "cdd28e44-67e3-425e-be4c-737fab2899d3", part: "O365_BUSINESS", plans: []servicePlan{
		{"13696edf-5a08-49f6-8134-03083ed8ba30", "ONEDRIVESTANDARD"},
		{"a23b959c-7ce8-4e57-9140-b90eb88a9e97", "SWAY"},
		{"e95bec33-7c88-4a70-8e19-b10bd9d0c014", "SHAREPOINTWAC"},
		{"094e7854-93fc-4d55-b2c0-3ab5369ebdc1", "OFFICE_BUSINESS"},
		{"159f4cd6-e380-449f-a816-af1a9ef76344", "FORMS_PLAN_E1"},
	}}
	// skuExchange1 is Exchange Online (Plan 1).
	skuExchange1 = &sku{id: "4b9405b0-7788-4568-add1-99614e613b69", part: "EXCHANGESTANDARD", plans: []servicePlan{
		{"5e62787c-c316-451f-b873-1d05acd4d12c", "BPOS_S_TODO_1"},
		{"882e1d05-acd1-4ccb-8708-6ee03664b117", "INTUNE_O365"},
		{"9aaf7827-d63c-4b61-89c3-182f06f82e5c", "EXCHANGE_S_STANDARD"},
	}}
	// skuExchange2 is Exchange Online (Plan 2).
	skuExchange2 = &sku{id: "19ec0d23-8335-4cbd-94ac-6050e30712fa", part: "EXCHANGEENTERPRISE", plans: []servicePlan{
		{"efb87545-963c-4e0d-99df-69c6916d9eb0", "EXCHANGE_S_ENTERPRISE"},
	}}
	// skuExchangeKiosk is Exchange Online Kiosk.
	skuExchangeKiosk = &sku{id: "80b2d799-d2ba-4d2a-8842-fb0d0f3a4b82", part: "EXCHANGEDESKLESS", plans: []servicePlan{
		{"4a82b400-a79f-41a4-b4e2-e94f5787b113", "EXCHANGE_S_DESKLESS"},
	}}
	// skuOfficeE1 is Office 365 E1.
	skuOfficeE1 = &sku{id: "18181a46-0d4e-45cd-891e-60aabd171b4e", part: "STANDARDPACK", plans: []servicePlan{
		{"5e62787c-c316-451f-b873-1d05acd4d12c", "BPOS_S_TODO_1"},
		{"db4d623d-b514-490b-b7ef-8885eee514de", "Nucleus"},
		{"743dd19e-1ce3-4c62-a3ad-49ba8f63a2f6", "STREAM_O365_E1"},
		{"31cf2cfc-6b0d-4adc-a336-88b724ed8122", "RMS_S_BASIC"},
		{"40b010bb-0b69-4654-ac5e-ba161433f4b4", "DYN365_CDS_O365_P1"},
		{"7547a3fe-08ee-4ccb-b430-5077c5041653", "YAMMER_ENTERPRISE"},
		{"9aaf7827-d63c-4b61-89c3-182f06f82e5c", "EXCHANGE_S_STANDARD"},
		{"c7699d2e-19aa-44de-8edf-1736da088ca1", "SHAREPOINTSTANDARD"},
		{"57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1"},
	}}
	// skuOfficeE3 is Office 365 E3.
	skuOfficeE3 = &sku{id: "6fd2c87f-b296-42f0-b197-1e91e994b900", part: "ENTERPRISEPACK", plans: []servicePlan{
		{"57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1"},
		{"94a54592-cd8b-425e-87c6-97868b000b91", "WHITEBOARD_PLAN2"},
		{"b76fb638-6ba6-402a-b9f9-83d28acb3d86", "VIVA_LEARNING_SEEDED"},
		{"a82fbf69-b4d7-49f4-83a6-915b2cf354f4", "VIVAENGAGE_CORE"},
		{"c87f142c-d1e9-4363-8630-aaea9c4d9ae5", "BPOS_S_TODO_2"},
		{"a23b959c-7ce8-4e57-9140-b90eb88a9e97", "SWAY"},
		{"efb87545-963c-4e0d-99df-69c6916d9eb0", "EXCHANGE_S_ENTERPRISE"},
		{"5dbe027f-2339-4123-9542-606e4d348a72", "SHAREPOINTENTERPRISE"},
	}}
	// skuM365E3 is Microsoft 365 E3.
	skuM365E3 = &sku{id: "05e9a617-0261-4cee-bb44-138d3ef5d965", part: "SPE_E3", plans: []servicePlan{
		{"795f6fe0-cc4d-4773-b050-5dde4dc704c9", "UNIVERSAL_PRINT_01"},
		{"7547a3fe-08ee-4ccb-b430-5077c5041653", "YAMMER_ENTERPRISE"},
		{"94a54592-cd8b-425e-87c6-97868b000b91", "WHITEBOARD_PLAN2"},
		{"a23b959c-7ce8-4e57-9140-b90eb88a9e97", "SWAY"},
		{"a82fbf69-b4d7-49f4-83a6-915b2cf354f4", "VIVAENGAGE_CORE"},
		{"c87f142c-d1e9-4363-8630-aaea9c4d9ae5", "BPOS_S_TODO_2"},
		{"efb87545-963c-4e0d-99df-69c6916d9eb0", "EXCHANGE_S_ENTERPRISE"},
		{"5dbe027f-2339-4123-9542-606e4d348a72", "SHAREPOINTENTERPRISE"},
		{"57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1"},
	}}
	// skuM365E5 is Microsoft 365 E5.
	skuM365E5 = &sku{id: "06ebc4ee-1bb5-47dd-8120-11324bc54e06", part: "SPE_E5", plans: []servicePlan{
		{"8c7d2df8-86f0-4902-b2ed-a0458298f3b3", "Deskless"},
		{"0feaeb32-d00e-4d66-bd5a-43b5b83db82c", "MCOSTANDARD"},
		{"5dbe027f-2339-4123-9542-606e4d348a72", "SHAREPOINTENTERPRISE"},
		{"9d0c4ee5-e4a1-4625-ab39-d82b619b1a34", "INSIDER_RISK_MANAGEMENT"},
		{"41fcdd7d-4733-4863-9cf4-c65b83ce2df4", "COMMUNICATIONS_COMPLIANCE"},
		{"c948ea65-2053-4a5a-8a62-9eaaaf11b522", "PURVIEW_DISCOVERY"},
		{"efb87545-963c-4e0d-99df-69c6916d9eb0", "EXCHANGE_S_ENTERPRISE"},
		{"57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1"},
	}}
	// skuM365F3 is Microsoft 365 F3.
	skuM365F3 = &sku{id: "66b55226-6b4f-492c-910c-a3b7a3c9d993", part: "SPE_F1", plans: []servicePlan{
		{"bd91b1a4-9f94-4ecf-b45b-3a65e5c8128a", "FLOW_O365_S1"},
		{"ba2fdb48-290b-4632-b46a-e4ecc58ac11a", "POWER_VIRTUAL_AGENTS_O365_F1"},
		{"e0287f9f-e222-4f98-9a83-f379e249159a", "POWERAPPS_O365_S1"},
		{"6c57d4b6-3b23-47a5-9bc9-69f17b4947b3", "RMS_S_PREMIUM"},
		{"c1ec4a95-1f05-45b3-a911-aa3fa01094f5", "INTUNE_A"},
		{"ca6e61ec-d4f4-41eb-8b88-d96e0e14323f", "DYN365_CDS_O365_F1"},
		{"57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1"},
	}}
	// skuOfficeF3 is Office 365 F3.
	skuOfficeF3 = &sku{id: "4b585984-651b-448a-9e53-3b10f069cf7f", part: "DESKLESSPACK", plans: []servicePlan{
		{"ca6e61ec-d4f4-41eb-8b88-d96e0e14323f", "DYN365_CDS_O365_F1"},
		{"ba2fdb48-290b-4632-b46a-e4ecc58ac11a", "POWER_VIRTUAL_AGENTS_O365_F1"},
		{"bd91b1a4-9f94-4ecf-b45b-3a65e5c8128a", "FLOW_O365_S1"},
		{"e0287f9f-e222-4f98-9a83-f379e249159a", "POWERAPPS_O365_S1"},
		{"c63d4d19-e8cb-460e-b37c-4d6c34603745", "OFFICEMOBILE_SUBSCRIPTION"},
		{"57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1"},
	}}
	// skuTeamsEssentials is Microsoft Teams Essentials (AAD Identity).
	skuTeamsEssentials = &sku{id: "3ab6abff-666f-4424-bfb7-f0bc274ec7bc", part: "TEAMS_ESSENTIALS_AAD", plans: []servicePlan{
		{"e95bec33-7c88-4a70-8e19-b10bd9d0c014", "SHAREPOINTWAC"},
		{"afc06cb0-b4f4-4473-8286-d644f70d8faf", "MCOIMP"},
		{"4495894f-534f-41ca-9d3b-0ebf1220a423", "ONEDRIVE_BASIC_P2"},
		{"882e1d05-acd1-4ccb-8708-6ee03664b117", "INTUNE_O365"},
		{"57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1"},
	}}
	// skuTeamsPhone is Microsoft Teams Phone Standard.
	skuTeamsPhone = &sku{id: "e43b5b99-8dfb-405f-9987-dc307f34bcbd", part: "MCOEV", plans: []servicePlan{
		{"4828c8ec-dc2e-4779-b502-87ac9ce28ab7", "MCOEV"},
	}}
	// skuAudioConferencing is Microsoft 365 Audio Conferencing.
	skuAudioConferencing = &sku{id: "0c266dff-15dd-4b49-8397-2bb16070ed52", part: "MCOMEETADV", plans: []servicePlan{
		{"3e26ee1f-8a5f-4d52-aee2-b81ce45c8f40", "MCOMEETADV"},
	}}
	// skuTeamsPremium is Microsoft Teams Premium Introductory Pricing.
	skuTeamsPremium = &sku{id: "36a0f3b3-adb5-49ea-bf66-762134cf063a", part: "Microsoft_Teams_Premium", plans: []servicePlan{
		{"85704d55-2e73-47ee-93b4-4b8ea14db92b", "MICROSOFT_ECDN"},
		{"0504111f-feb8-4a3c-992a-70280f9a2869", "TEAMSPRO_MGMT"},
		{"cc8c0802-a325-43df-8cba-995d0c6cb373", "TEAMSPRO_CUST"},
	}}
	// skuCopilot is Microsoft Copilot for Microsoft 365.
	skuCopilot = &sku{id: "639dec6b-bb19-468b-871c-c5c441c4b0cb", part: "Microsoft_365_Copilot", plans: []servicePlan{
		{"82d30987-df9b-4486-b146-198b21d164c7", "GRAPH_CONNECTORS_COPILOT"},
		{"931e4a88-a67f-48b5-814f-16a5f1e6028d", "M365_COPILOT_INTELLIGENT_SEARCH"},
		{"3f30311c-6b1e-48a4-ab79-725b469da960", "M365_COPILOT_BUSINESS_CHAT"},
		{"b95945de-b3bd-46db-8437-f2beb6ea2347", "M365_COPILOT_TEAMS"},
	}}
	// skuEntraP1 is Microsoft Entra ID P1.
	skuEntraP1 = &sku{id: "078d2b04-f1bd-4111-bbd4-b4b1b354cef4", part: "AAD_PREMIUM", plans: []servicePlan{
		{"41781fb2-bc02-4b7c-bd55-b576c07bb09d", "AAD_PREMIUM"},
		{"8a256a2b-b617-496d-b51b-e76466e88db0", "MFA_PREMIUM"},
		{"932ad362-64a8-4783-9106-97849a1a30b9", "ADALLOM_S_DISCOVERY"},
	}}
	// skuEms is Enterprise Mobility + Security E3.
	skuEms = &sku{id: "efccb6f7-5641-4e0e-bd10-b4976e1bf68e", part: "EMS", plans: []servicePlan{
		{"41781fb2-bc02-4b7c-bd55-b576c07bb09d", "AAD_PREMIUM"},
		{"6c57d4b6-3b23-47a5-9bc9-69f17b4947b3", "RMS_S_PREMIUM"},
		{"932ad362-64a8-4783-9106-97849a1a30b9", "ADALLOM_S_DISCOVERY"},
		{"113feb6c-3fe4-4440-bddc-54d774bf0318", "EXCHANGE_S_FOUNDATION"},
	}}
	// skuIntune is Intune.
	skuIntune = &sku{id: "061f9ace-7d42-4136-88ac-31dc755f143f", part: "INTUNE_A", plans: []servicePlan{
		{"c1ec4a95-1f05-45b3-a911-aa3fa01094f5", "INTUNE_A"},
	}}
	// skuDefenderOffice is Microsoft Defender for Office 365 (Plan 1).
	skuDefenderOffice = &sku{id: "4ef96642-f096-40de-a3e9-d83fb2f90211", part: "ATP_ENTERPRISE", plans: []servicePlan{
		{"f20fedf3-f3c3-43c3-8267-2bfdd51c0939", "ATP_ENTERPRISE"},
	}}
	// skuDefenderBusiness is Microsoft Defender for Business.
	skuDefenderBusiness = &sku{id: "5e1e7702-a2b7-4360-8d07-2f515792896f", part: "MDE_SMB", plans: []servicePlan{
		{"bfc1bbd9-981b-4f71-9b82-17c35fd0e2a4", "MDE_SMB"},
		{"d55411c9-cfff-40a9-87c7-240f14df7da5", "M365_LIGHTHOUSE_PARTNER_PLAN1"},
		{"6f23d6a9-adbf-481c-8538-b4c095654487", "M365_LIGHTHOUSE_CUSTOMER_PLAN1"},
	}}
	// skuExchangeArchive is Exchange Online Archiving for Exchange Online.
	skuExchangeArchive = &sku{id: "ee02fd1b-340e-4a4b-b355-4a514e4c8943", part: "EXCHANGEARCHIVE_ADDON", plans: []servicePlan{
		{"176a09a6-7ec5-4039-ac02-b2791c6ba793", "EXCHANGE_S_ARCHIVE_ADDON"},
	}}
	// skuPowerBIPro is Power BI Pro.
	skuPowerBIPro = &sku{id: "f8a1db68-be16-40ed-86d5-cb42ce701560", part: "POWER_BI_PRO", plans: []servicePlan{
		{"70d33638-9c74-4d01-bfd3-562de28bd4ba", "BI_AZURE_P2"},
		{"113feb6c-3fe4-4440-bddc-54d774bf0318", "EXCHANGE_S_FOUNDATION"},
	}}
	// skuProject3 is Planner and Project Plan 3.
	skuProject3 = &sku{id: "53818b1b-4a27-454b-8896-0dba576410e6", part: "PROJECTPROFESSIONAL", plans: []servicePlan{
		{"818523f5-016b-4355-9be8-ed6944946ea7", "PROJECT_PROFESSIONAL"},
		{"fe71d6c3-a2ea-4499-9778-da042bf08063", "SHAREPOINT_PROJECT"},
		{"fafd7243-e5c1-4a3a-9e40-495efcb1d3c3", "PROJECT_CLIENT_SUBSCRIPTION"},
		{"e95bec33-7c88-4a70-8e19-b10bd9d0c014", "SHAREPOINTWAC"},
	}}
	// skuPlanner1 is Planner Plan 1.
	skuPlanner1 = &sku{id: "beb6439c-caad-48d3-bf46-0c82871e12be", part: "PROJECT_P1", plans: []servicePlan{
		{"113feb6c-3fe4-4440-bddc-54d774bf0318", "EXCHANGE_S_FOUNDATION"},
		{"00283e6b-2bd8-440f-a2d5-87358e4c89a1", "Power_Automate_For_Project_P1"},
		{"1259157c-8581-4875-bca7-2ffb18c51bda", "PROJECT_ESSENTIALS"},
	}}
	// skuVisio2 is Visio Plan 2.
	skuVisio2 = &sku{id: "c5928f49-12ba-48f7-ada3-0d743a3601d5", part: "VISIOCLIENT", plans: []servicePlan{
		{"113feb6c-3fe4-4440-bddc-54d774bf0318", "EXCHANGE_S_FOUNDATION"},
		{"da792a53-cbc0-4184-a10d-e544dd34b3c1", "ONEDRIVE_BASIC"},
		{"663a804f-1c30-4ff0-9915-9db84f0d1cea", "VISIO_CLIENT_SUBSCRIPTION"},
	}}
	// skuPowerAutomate is Power Automate Premium.
	skuPowerAutomate = &sku{id: "eda1941c-3c4f-4995-b5eb-e85a42175ab9", part: "POWERAUTOMATE_ATTENDED_RPA", plans: []servicePlan{
		{"3da2fd4c-1bee-4b61-a17f-94c31e5cab93", "CDS_ATTENDED_RPA"},
		{"113feb6c-3fe4-4440-bddc-54d774bf0318", "EXCHANGE_S_FOUNDATION"},
	}}
	// skuFlowFree is Microsoft Power Automate Free.
	skuFlowFree = &sku{id: "f30db892-07e9-47e9-837c-80727f46fd3d", part: "FLOW_FREE", unlimited: 10000, plans: []servicePlan{
		{"17ab22cd-a0b3-4536-910a-cb6eb12696c0", "DYN365_CDS_VIRAL"},
		{"113feb6c-3fe4-4440-bddc-54d774bf0318", "EXCHANGE_S_FOUNDATION"},
		{"50e68c76-46c6-4674-81f9-75456511b170", "FLOW_P2_VIRAL"},
	}}
	// skuFabricFree is Microsoft Fabric (Free).
	skuFabricFree = &sku{id: "a403ebcc-fae0-4ca2-8c8c-7a907fd6c235", part: "POWER_BI_STANDARD", unlimited: 1000000, plans: []servicePlan{
		{"c948ea65-2053-4a5a-8a62-9eaaaf11b522", "PURVIEW_DISCOVERY"},
		{"2049e525-b859-401b-b2a0-e0a31c4b1fe4", "BI_AZURE_P0"},
		{"113feb6c-3fe4-4440-bddc-54d774bf0318", "EXCHANGE_S_FOUNDATION"},
	}}
	// skuCopilotStudioViral is Microsoft Copilot Studio Viral Trial.
	skuCopilotStudioViral = &sku{id: "606b54a9-78d8-4298-ad8b-df6ef4481c80", part: "CCIBOTS_PRIVPREV_VIRAL", unlimited: 10000, plans: []servicePlan{
		{"5d798708-6473-48ad-9776-3acc301c40af", "FLOW_CCI_BOTS"},
		{"cf7034ed-348f-42eb-8bbd-dddeea43ee81", "DYN365_CDS_CCI_BOTS"},
		{"ce312d15-8fdf-44c0-9974-a25a177125ee", "CCIBOTS_PRIVPREV_VIRAL"},
	}}
	// skuFileStorage is Office 365 Extra File Storage.
	skuFileStorage = &sku{id: "99049c9c-6011-4908-bf17-15f496e6519d", part: "SHAREPOINTSTORAGE", company: true, plans: []servicePlan{
		{"be5a7ed5-c598-4fcd-a061-5e6724c68a58", "SHAREPOINTSTORAGE"},
	}}
)
