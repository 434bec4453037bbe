package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"tenantry/backend/domain"
	"tenantry/backend/export"
	"tenantry/backend/language"
	"tenantry/backend/scheduler"
)

// What a schedule can do.
const (
	jobSync   = "sync"
	jobExport = "export"
)

// runExport is the job of a schedule that exports: it writes one file into the folder chosen, or sends it by mail. Where the
// folder is gone, or whom the export is about, nothing is written.
func (w *workspace) runExport(ctx context.Context, s domain.Schedule) (domain.ScheduleResult, error) {
	if s.Export == nil {
		return domain.ScheduleResult{}, domain.NewError(domain.CodeInvalid, "job_unknown", "job", s.Job)
	}
	job, err := w.prepareScheduled(ctx, *s.Export)
	if err != nil {
		return domain.ScheduleResult{}, err
	}
	if s.Export.To != "" {
		return job.mail(ctx, s.Export.To)
	}
	if err := requireFolder(s.Export.Folder); err != nil {
		return domain.ScheduleResult{}, err
	}
	name, err := job.scheduledName(ctx)
	if err != nil {
		return domain.ScheduleResult{}, err
	}
	path := filepath.Join(s.Export.Folder, name)
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		// Nobody looks on, so that a link of that name, which leads out of the folder, is not followed.
		return domain.ScheduleResult{}, domain.NewError(domain.CodeForbidden, "export_unwritable", "path", path)
	}
	rows, err := job.save(ctx, path)
	return exported(name, rows), err
}

func exported(file string, rows int) domain.ScheduleResult {
	return domain.ScheduleResult{Word: scheduler.ResultDone, Params: map[string]string{"rows": strconv.Itoa(rows), "file": file}}
}

// scheduledName is the name of the file that a schedule writes. A calendar file has the same one each day, so that calendar
// programs can follow it.
func (j *exportJob) scheduledName(ctx context.Context) (string, error) {
	if j.req.Format == FormatICS {
		return j.nameWith(), nil
	}
	return j.fileName(ctx)
}

// prepareScheduled prepares a schedule's export as if it ran now. Whom it is about must exist: else it would be about nobody.
func (w *workspace) prepareScheduled(ctx context.Context, e domain.ScheduledExport) (*exportJob, error) {
	if err := e.Check(); err != nil {
		return nil, err
	}
	req := ExportRequest{
		Kind: ExportKind(e.Kind), Format: ExportFormat(e.Format), Family: e.Family, CustomerID: e.CustomerID, Tag: e.Tag,
		Language: e.Language,
	}
	switch {
	case req.Kind == ExportCustomer:
		return nil, domain.NewError(domain.CodeInvalid, "export_kind", "kind", e.Kind)
	case req.Kind.tellsOperations() && e.Family != "":
		return nil, domain.NewError(domain.CodeInvalid, "schedule_family")
	case e.Language != "" && !slices.Contains(language.Supported(), e.Language):
		return nil, domain.NewError(domain.CodeInvalid, "setting_invalid", "setting", "language")
	}
	job, err := w.prepareExport(ctx, req)
	if e.CustomerID != 0 && domain.CodeOf(err) == domain.CodeNotFound {
		return nil, domain.NewError(domain.CodeNotFound, "schedule_customer_gone")
	}
	return job, err
}

// requireFolder names the folder in its error, where there is none.
func requireFolder(folder string) error {
	info, err := os.Stat(folder)
	if err != nil || !info.IsDir() {
		return domain.NewError(domain.CodeInvalid, "schedule_folder_missing", "folder", folder)
	}
	return nil
}

// requireWritable proves that a file can be made in the folder, by making one and taking it away.
func requireWritable(folder string) error {
	if err := requireFolder(folder); err != nil {
		return err
	}
	probe, err := os.CreateTemp(folder, ".tenantry-*")
	if err != nil {
		return domain.Errorf(domain.CodeForbidden, "schedule_folder_unwritable", map[string]string{"folder": folder}, "try %s: %w", folder, err)
	}
	_ = probe.Close()
	if err := os.Remove(probe.Name()); err != nil {
		return export.SaveError(probe.Name(), err)
	}
	return nil
}
