package sandbox

import (
	"fmt"
	"net/http"
	"strings"
)

const (
	centerStamp = "2006-01-02T15:04:05.0000000Z"
	never       = "9999-12-31T00:00:00Z"
	currency    = "EUR"
)

// sale is a subscription as Partner Center knows it: what we sold, with its terms.
type sale struct {
	subscription
	sku       *sku // nil for what the directory does not know
	name      string
	offer     string // product, sku and availability
	key       uint64
	price     int64 // of one seat for one month, in cents
	autoRenew bool
	yearly    bool // billed once a year
	usage     bool
}

// sales lists what we sold to a customer, and what only Partner Center knows of: Azure, and what has long expired.
func (t *tenant) sales(d day) []sale {
	pools := t.pools()
	if d != t.day {
		pools = t.at(d)
	}
	var list []sale
	for _, p := range pools {
		for _, sub := range p.subscriptions {
			if sub.partner && p.sku.unlimited == 0 {
				list = append(list, newSale(p.sku, sub))
			}
		}
	}
	k := t.company.key("azure")
	if t.company.people > 20 && k%3 == 0 {
		list = append(list, sale{key: k, usage: true, name: "Azure plan", offer: "DZH318Z0BPS6:0001:DZH318Z0BMTX", subscription: subscription{
			id: newDice(k).uuid(), commerceID: newDice(mix(k, 2)).uuid(), status: statusEnabled, partner: true, bought: t.from, seats: 1}})
	}
	if k := t.company.key("expired"); k%4 == 0 {
		old := newSale(skuVisio2, subscription{commerceID: newDice(mix(k, 3)).uuid(), status: "Expired", partner: true,
			bought: t.from, next: t.from.addMonths(12), seats: 2, term: 12})
		list = append(list, old)
	}
	return list
}

func newSale(k *sku, sub subscription) sale {
	id := key(0, "offer", int(key(0, k.id)>>1))
	code := strings.ToUpper(fmt.Sprintf("%08x", id))
	n := key(0, sub.commerceID)
	return sale{
		subscription: sub, sku: k, name: offerNames[k.part], key: n,
		offer:     "CFQ7TTC0" + code[:4] + ":0001:CFQ7TTC" + code[4:8] + "K",
		price:     200 + int64(id>>40%3300),
		autoRenew: sub.renews && n%5 != 0,
		yearly:    sub.term >= 12 && n%4 == 0,
	}
}

// offerNames are the names in the catalogue, by part number.
var offerNames = map[string]string{
	"O365_BUSINESS_ESSENTIALS": "Microsoft 365 Business Basic", "O365_BUSINESS_PREMIUM": "Microsoft 365 Business Standard",
	"SPB": "Microsoft 365 Business Premium", "O365_BUSINESS": "Microsoft 365 Apps for business",
	"EXCHANGESTANDARD": "Exchange Online (Plan 1)", "EXCHANGEENTERPRISE": "Exchange Online (Plan 2)", "EXCHANGEDESKLESS": "Exchange Online Kiosk",
	"STANDARDPACK": "Office 365 E1", "ENTERPRISEPACK": "Office 365 E3", "SPE_E3": "Microsoft 365 E3", "SPE_E5": "Microsoft 365 E5",
	"SPE_F1": "Microsoft 365 F3", "DESKLESSPACK": "Office 365 F3", "TEAMS_ESSENTIALS_AAD": "Microsoft Teams Essentials",
	"MCOEV": "Microsoft Teams Phone Standard", "MCOMEETADV": "Microsoft 365 Audio Conferencing", "Microsoft_Teams_Premium": "Microsoft Teams Premium",
	"Microsoft_365_Copilot": "Microsoft 365 Copilot", "AAD_PREMIUM": "Microsoft Entra ID P1", "EMS": "Enterprise Mobility + Security E3",
	"INTUNE_A": "Microsoft Intune Plan 1", "ATP_ENTERPRISE": "Microsoft Defender for Office 365 (Plan 1)", "MDE_SMB": "Microsoft Defender for Business",
	"EXCHANGEARCHIVE_ADDON": "Exchange Online Archiving for Exchange Online", "POWER_BI_PRO": "Power BI Pro",
	"PROJECTPROFESSIONAL": "Planner and Project Plan 3", "PROJECT_P1": "Planner Plan 1", "VISIOCLIENT": "Visio Plan 2",
	"POWERAUTOMATE_ATTENDED_RPA": "Power Automate Premium", "SHAREPOINTSTORAGE": "Office 365 Extra File Storage",
}

// centerStates are Partner Center's words for what the directory says.
var centerStates = map[string]string{
	statusEnabled: "active", statusWarning: "expired", statusSuspended: "suspended", statusLockedOut: "disabled",
	statusDeleted: "deleted", "Expired": "expired",
}

func months(n int) string {
	if n >= 12 && n%12 == 0 {
		return fmt.Sprintf("P%dY", n/12)
	}
	return fmt.Sprintf("P%dM", max(1, n))
}

func (s sale) cycle() string {
	if s.yearly {
		return "annual"
	}
	return "monthly"
}

func (s sale) order() string { return fmt.Sprintf("%012x", mix(s.key, 7)>>16) }

func (s sale) wire() map[string]any {
	w := map[string]any{
		"id": mixedCase(s.commerceID), "offerId": s.offer, "offerName": s.name, "friendlyName": s.name,
		"productType": map[string]string{"id": "OnlineServicesNCE", "displayName": "OnlineServicesNCE"},
		"quantity":    s.seats, "unitType": "Licenses", "hasPurchasableAddons": false,
		"creationDate": s.bought.time().Format(centerStamp), "effectiveStartDate": s.bought.time().Format(centerStamp),
		"commitmentEndDate": never, "status": centerStates[s.status], "autoRenewEnabled": s.autoRenew, "isTrial": s.trial,
		"billingType": "license", "billingCycle": s.cycle(), "termDuration": months(s.term), "renewalTermDuration": "",
		"isMicrosoftProduct": true, "publisherName": "Microsoft Corporation", "partnerId": "", "attentionNeeded": false,
		"actionTaken": false, "contractType": "subscription", "orderId": s.order(), "attributes": object("Subscription"),
	}
	if s.next != 0 {
		w["commitmentEndDate"] = s.next.time().Format("2006-01-02T15:04:05Z")
		w["commitmentEndDateTime"] = s.next.time().Format("2006-01-02") + "T23:59:59Z"
		w["cancellationAllowedUntilDate"] = (s.bought + 7).time().Format("2006-01-02T15: 04: 05Z") // with the blanks of Microsoft's samples
	}
	if s.usage {
		w["productType"] = map[string]string{"id": "Azure", "displayName": "Azure"}
		w["unitType"], w["billingType"], w["billingCycle"], w["termDuration"] = "Usage-based", "usage", "monthly", ""
	}
	if s.autoRenew && s.key%9 == 0 {
		product, rest, _ := strings.Cut(s.offer, ":")
		next := map[string]any{
			"product":  map[string]any{"productId": product, "skuId": "0001", "availabilityId": rest[5:], "billingCycle": s.cycle(), "termDuration": months(s.term)},
			"quantity": max(1, s.seats-1),
		}
		if s.key%2 == 0 {
			next["customTermEndDate"] = s.next.addMonths(s.term).time().Format("2006-01-02T15:04:05Z")
		}
		w["scheduledNextTermInstructions"] = next
	}
	return w
}

func (s *Sandbox) centerSubscriptions(r *http.Request, t *tenant) reply {
	items := []any{}
	for _, sold := range t.sales(t.day) {
		items = append(items, sold.wire())
	}
	return jsonReply(http.StatusOK, collection(r, items, "")).withBOM()
}

// withBOM puts a byte order mark in front, as some of Partner Center's answers have it.
func (a reply) withBOM() reply {
	a.body = append([]byte("\xef\xbb\xbf"), a.body...)
	return a
}

func (s *Sandbox) centerProvisioning(r *http.Request, t *tenant) reply {
	for _, sold := range t.sales(t.day) {
		if strings.EqualFold(sold.commerceID, r.PathValue("subscription")) && sold.sku != nil {
			return jsonReply(http.StatusOK, map[string]any{
				"skuId": sold.sku.id, "status": "success", "quantity": sold.seats, "endDate": sold.next.time().Format("2006-01-02T15:04:05Z"),
				"attributes": object("SubscriptionProvisioningStatus"),
			})
		}
	}
	return centerError(http.StatusNotFound, 20003, "Subscription not found.")
}

func (s *Sandbox) centerOrders(r *http.Request, t *tenant) reply {
	items := []any{}
	for _, sold := range t.sales(t.day) {
		if sold.usage {
			continue
		}
		items = append(items, map[string]any{
			"id": sold.order(), "alternateId": sold.order(), "referenceCustomerId": t.id, "billingCycle": sold.cycle(),
			"transactionType": "UserPurchase", "currencyCode": currency, "currencySymbol": "€",
			"creationDate": sold.bought.time().Format("2006-01-02T15:04:05") + "+00:00", "status": "completed",
			"lineItems": []any{map[string]any{
				"lineItemNumber": 0, "offerId": sold.offer, "subscriptionId": mixedCase(sold.commerceID), "friendlyName": sold.name,
				"quantity": sold.seats, "termDuration": months(sold.term), "transactionType": "new",
			}},
			"attributes": object("Order"),
		})
	}
	return jsonReply(http.StatusOK, collection(r, items, ""))
}
