package domain

// Pool is the seats of one product that one record holds, over all its subscriptions of that product.
// Over- and under-assignment are properties of pools (PRODUCT.md L2a): vendors such as Microsoft count
// assigned seats per product only.
type Pool struct {
	Key        string    `json:"key"`                 // the vendor's key of the product, unique per record; subscriptions point to it
	ProductKey string    `json:"product_key"`         // the same product at every customer of the vendor, e.g. an skuId; keys medians and trends
	Product    string    `json:"product"`             // as shown
	Name       string    `json:"pool_name,omitempty"` // where the vendor names pools, of which several may hold one product
	SKU        string    `json:"sku,omitempty"`
	Family     Family    `json:"family"`
	Bought     int64     `json:"bought"`
	Assigned   int64     `json:"assigned"`
	Used       *int64    `json:"used,omitempty"` // nil where the vendor does not say
	Excluded   Exclusion `json:"excluded,omitempty"`
}

// RowKey is the vendor's key of the product.
func (p Pool) RowKey() string { return p.Key }

// Over gives the seats assigned beyond those bought; 0 when there are none or the pool does not count.
func (p Pool) Over() int64 {
	if p.Excluded != Counted {
		return 0
	}
	return max(0, p.Assigned-p.Bought)
}

// Available gives the seats that can still be assigned.
func (p Pool) Available() int64 { return max(0, p.Bought-p.Assigned) }

// Ratio gives assigned ÷ bought, nil where nothing is bought or the pool does not count. It compares and sorts pools;
// no sum rests on it.
func (p Pool) Ratio() *float64 {
	if p.Excluded != Counted || p.Bought <= 0 {
		return nil
	}
	ratio := float64(p.Assigned) / float64(p.Bought)
	return &ratio
}
