// Tenantry shows the admins of managed service providers what their customers have, use and owe, over all vendors.
package main

func main() {}
