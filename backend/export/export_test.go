package export

// WriteWorkbookLimit is WriteWorkbook with sheets that hold fewer rows.
var WriteWorkbookLimit = writeWorkbook
