package report_test

import (
	"context"
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/report"
	"tenantry/backend/store/storetest"
)

func BenchmarkKPIs(b *testing.B) {
	ctx := context.Background()
	s := storetest.Large(b, storetest.BenchmarkScale())
	r := report.New(s.Reader())
	for _, family := range []domain.Family{"all", domain.FamilyMeetings, domain.FamilyMicrosoft365} {
		b.Run(string(family), func(b *testing.B) {
			scope := domain.Scope{Today: storetest.Today, Family: family, Thresholds: domain.DefaultThresholds()}
			storetest.Beside(b, func() error {
				_, err := r.KPIs(ctx, scope)
				return err
			}, func() error { return nil })
		})
	}
}
