package export

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

// paperA4 is Excel's number of the paper size.
const paperA4 = 9

// setUpPage makes a sheet print as wide as a page, with its number below. A table is two pages wide, and its header and
// first two columns stand on each.
func (b *builder) setUpPage(sheet string, table bool) error {
	orientation, paper, wide, tall, fit := "portrait", paperA4, 1, 0, true
	if table {
		orientation, wide = "landscape", 2
	}
	err := b.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{
		Size: &paper, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &tall,
	})
	if err != nil {
		return err
	}
	if err := b.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	// "&" starts a code in a footer: left the sheet's name, right page and pages.
	if err := b.file.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&L&A&R&P / &N"}); err != nil {
		return err
	}
	if !table {
		return nil
	}
	quoted := "'" + strings.ReplaceAll(sheet, "'", "''") + "'"
	return b.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: quoted + "!$A:$B," + quoted + "!$1:$1", Scope: sheet,
	})
}
