// Package app is everything an interface or the command line can ask for: it wires the backend together and offers it
// as services, without knowing who asks.
package app

// App holds the services.
type App struct {
	Customers     Customers
	Subscriptions Subscriptions
	Connections   Connections
	Sync          Sync
	Dashboard     Dashboard
	Exports       Exports
	Schedules     Schedules
	Settings      Settings
	Sample        Sample
	Events        Events
}
