package export

import "tenantry/backend/domain"

// WriteWorkbookLimit is WriteWorkbook with sheets that hold fewer rows.
var WriteWorkbookLimit = writeWorkbook

// Plain gives what a value holds as excelize takes it.
func Plain(v Value) any {
	switch v.kind {
	case KindText:
		return v.text
	case KindInt, KindDays:
		return v.number
	case KindMoney, KindDecimal:
		f, _ := v.exact.Float64()
		return f
	case KindDate:
		return domain.Date(v.text).Time().Unix()/86400 + 25569
	case KindDateTime:
		return float64(v.moment.Unix())/86400 + 25569
	}
	return nil
}
