package domain

import "time"

// ImportKind names what a file lists.
type ImportKind string

// The kinds of files. KindSubscriptions, KindInvoiceLines, KindJobs, KindStorage and KindServiceRequests are also kinds of rows.
const (
	ImportSubscriptions   ImportKind = "subscriptions"
	ImportPrices          ImportKind = "prices"
	ImportInvoiceLines    ImportKind = "invoice-lines"
	ImportCustomers       ImportKind = "customers"
	ImportLicencePools    ImportKind = "licence-pools"
	ImportJobs            ImportKind = "jobs"
	ImportStorage         ImportKind = "storage"
	ImportServiceRequests ImportKind = "service-requests"
	ImportSKUNames        ImportKind = "sku-names"
)

// ImportKinds lists the kinds in the order they are offered.
func ImportKinds() []ImportKind {
	return []ImportKind{
		ImportSubscriptions, ImportPrices, ImportInvoiceLines, ImportCustomers, ImportLicencePools, ImportJobs,
		ImportStorage, ImportServiceRequests, ImportSKUNames,
	}
}

// WithoutConnection reports whether files of the kind are about a vendor's products and belong to no connection.
func (k ImportKind) WithoutConnection() bool { return k == ImportPrices || k == ImportSKUNames }

// ImportCustomer is what a row says about its customer.
type ImportCustomer struct {
	VendorID string
	Domain   string
	Name     string
}

// IsZero reports whether the row says nothing about its customer.
func (c ImportCustomer) IsZero() bool { return c == ImportCustomer{} }

// ImportRow is one row of a file as it is to be stored. What the file does not say is empty.
type ImportRow struct {
	Line     int // as spreadsheets count
	Customer ImportCustomer
	Number   string // of a subscription
	Product  string
	SKU      string
	Family   Family // of the product
	Quantity *int64
	Typed    Typed // of a subscription or a price: what a user could have typed in
	// NotRenewing says that a subscription does not renew; whether it ends then depends on the vendor.
	NotRenewing bool
	Record      *Record  // of a customer
	Pool        *Pool    // of a licence pool
	Price       *Price   // of a price list
	SKUName     *SKUName // of a list of names
	Row         Keyed    // of a job, of storage, a service request or an invoice line
}

// Price is one line of a price list.
type Price struct {
	Product     string `json:"product"`
	SKU         string `json:"sku,omitempty"`
	Term        Term   `json:"term"`
	Cost        string `json:"cost,omitempty"`       // what we pay for one, exact decimal; "" unknown
	Price       string `json:"unit_price,omitempty"` // what customers pay for one, exact decimal; "" unknown
	Currency    string `json:"currency"`
	PricePeriod string `json:"price_period,omitempty"` // "month" or "year"
	ValidFrom   Date   `json:"valid_from,omitempty"`
}

// PriceRow is a line of a price list as it is stored.
type PriceRow struct {
	ID     int64  `json:"id"`
	Vendor Vendor `json:"vendor"`
	Price
	ImportID  int64     `json:"import_id"` // of the file it came from; 0 unknown
	File      string    `json:"file"`      // name of that file
	ChangedAt time.Time `json:"changed_at"`
}

// PriceFilter selects prices of all lists.
type PriceFilter struct {
	Vendor Vendor
	Search string // words of the product, its SKU or the file's name
	Page   PageRequest
}

// SKUName is what Microsoft calls a product.
type SKUName struct {
	SKUID      string `json:"sku_id"`
	PartNumber string `json:"part_number"`
	Name       string `json:"name"`
}

// ImportProblem is something wrong with one cell or row of a file. Key names a sentence of the catalogue
// ("import.problem.<Key>") that says what is wrong, and one that says what to do.
type ImportProblem struct {
	Line   int               `json:"line"`
	Column string            `json:"column"` // heading in the file, "" where the whole row is meant
	Field  string            `json:"field"`  // what the column stands for
	Value  string            `json:"value"`  // as the file has it, shortened
	Key    string            `json:"key"`
	Params map[string]string `json:"params"`
	Note   bool              `json:"note"` // the row is imported all the same
}

// Import is one file that was imported.
type Import struct {
	ID           int64      `json:"id"`
	FileName     string     `json:"file_name"`
	FileHash     string     `json:"file_hash"` // SHA-256 of its bytes
	Kind         ImportKind `json:"kind"`
	Vendor       Vendor     `json:"vendor"` // "" where rows of any vendor were changed
	ConnectionID *int64     `json:"connection_id"`
	Connection   string     `json:"connection"`
	Mapping      string     `json:"mapping"` // JSON of how its columns were read
	Rows         int        `json:"rows"`    // rows that were read
	Added        int        `json:"added"`
	Changed      int        `json:"changed"`
	Unchanged    int        `json:"unchanged"`
	Skipped      int        `json:"skipped"` // rows left out because of problems
	Notes        int        `json:"notes"`   // values that were left as they are
	CreatedAt    time.Time  `json:"created_at"`
	UndoneAt     *time.Time `json:"undone_at"`
}

// ImportUndo says what became of taking an import back.
type ImportUndo struct {
	Import   Import       `json:"import"`
	Restored int          `json:"restored"` // rows that are as before
	Kept     []ImportKept `json:"kept"`     // values that somebody changed since; they stay
}

// ImportKept is a value that undoing an import left alone.
type ImportKept struct {
	Kind     string `json:"kind"` // "subscriptions", "records", "pools" …
	Customer string `json:"customer"`
	What     string `json:"what"`  // number, product or key of the row
	Field    string `json:"field"` // "" where the whole row stays
	Value    string `json:"value"` // as it stands
}

// ImportMapping is a remembered way to read the columns of files with the same headings.
type ImportMapping struct {
	Name      string     `json:"name"`
	Kind      ImportKind `json:"kind"`
	Signature string     `json:"signature"` // of the headings
	Mapping   string     `json:"mapping"`   // JSON
	UsedAt    time.Time  `json:"used_at"`
}
