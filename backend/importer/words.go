package importer

// Headings as portals, distributors and spreadsheets write them in English, German, Italian and Norwegian: folded by
// foldHeading, so without spaces, hyphens and accents. Those of vendors are from their documentation (docs/vendors):
// the partner billing columns of Microsoft, the licence pools of Blancco, the exports of Webex.
var (
	customerIDHeadings = []string{
		"customerid", "customerorgid", "orgid", "organizationid", "organisationid", "customertenantid", "tenantid",
		"microsoftid", "webexorgid", "customerguid", "kundenid", "kundeid", "mandantenid", "mandantid",
		"organisationsid", "idcliente", "idorganizzazione", "idtenant", "organisasjonsid", "leietakerid",
		"customersidatthevendor", "kennungdeskundenbeimanbieter", "iddelclientepressoilfornitore", "kundensidhosleverandoren",
	}
	domainHeadings = []string{
		"customerdomainname", "domainname", "domain", "primarydomain", "customerdomain", "primarydomainname",
		"domaene", "domainenname", "primaeredomaene", "kundendomain", "kundendomaene", "dominio", "dominioprincipale",
		"dominiocliente", "domene", "domenenavn", "primaerdomene", "kundedomene",
	}
	customerHeadings = []string{
		"customername", "customer", "company", "companyname", "organization", "organisation", "organizationname",
		"organisationname", "endcustomer", "endcustomername", "enduser", "tenant", "tenantname", "account", "accountname",
		"kunde", "kundenname", "endkunde", "firma", "firmenname", "mandant", "cliente", "nomecliente", "clientefinale",
		"ragionesociale", "azienda", "organizzazione", "kundenavn", "sluttkunde", "selskap", "firmanavn", "organisasjon",
	}
	numberHeadings = []string{
		"subscriptionid", "subscriptionnumber", "subscription", "subscriptionno", "subid", "contractnumber", "contractid",
		"externalsubscriptionid", "abonnementid", "abonnementnummer", "abonnementsnummer", "abonnement", "abonr",
		"abonummer", "abonnementnr", "vertragsnummer", "vertragsnr", "idabbonamento", "numeroabbonamento", "abbonamento",
		"numerocontratto", "abonnementsid", "abonnementsnr", "kontraktnummer", "avtalenummer",
	}
	productHeadings = []string{
		"productname", "product", "skuname", "subscriptiondescription", "offername", "offer", "item", "itemdescription",
		"productdescription", "description", "licence", "license", "licencename", "licensename", "produkt", "produktname",
		"artikel", "artikelbezeichnung", "bezeichnung", "beschreibung", "lizenz", "produktbezeichnung", "prodotto",
		"nomeprodotto", "descrizione", "descrizioneprodotto", "articolo", "licenza", "produktnavn", "beskrivelse", "vare",
		"varebeskrivelse", "lisens",
	}
	skuHeadings = []string{
		"skuid", "sku", "skupartnumber", "partnumber", "partno", "itemnumber", "productid", "productcode", "mpn",
		"offerid", "stringid", "artikelnummer", "artikelnr", "artnr", "produktnummer", "herstellernummer", "codice",
		"codicearticolo", "codiceprodotto", "varenummer", "varenr", "artikkelnummer", "produktkode",
	}
	quantityHeadings = []string{
		"quantity", "qty", "seats", "licences", "licenses", "billablequantity", "units", "totallicenses", "menge", "anzahl",
		"stueck", "lizenzen", "anzahllizenzen", "plaetze", "quantita", "qta", "licenze", "numerolicenze", "postazioni",
		"antall", "mengde", "lisenser", "antalllisenser",
	}
	termEndHeadings = []string{
		"renewaldate", "renewal", "renewson", "enddate", "subscriptionenddate", "termenddate", "termend", "expirydate",
		"expirationdate", "expiry", "expires", "expireson", "contractexpiry", "contractexpirydate", "contractenddate",
		"commitmentenddate", "verlaengerungsdatum", "verlaengerung", "enddatum", "ablaufdatum", "laufzeitende", "ablauf",
		"vertragsende", "endetam", "gueltigbis", "datadirinnovo", "datarinnovo", "rinnovo", "datadiscadenza",
		"datascadenza", "scadenza", "datafine", "fornyelsesdato", "fornyelse", "fornyes", "utlopsdato", "utloper",
		"sluttdato", "bindingslutt",
	}
	atTermEndHeadings = []string{
		"autorenew", "autorenewal", "automaticrenewal", "autorenewenabled", "renewalsetting", "attermend", "renewalstatus",
		"autorenewstatus", "automatischeverlaengerung", "autoverlaengerung", "verlaengerungautomatisch", "amlaufzeitende",
		"attheendoftheterm", "atthetermend", "amendederlaufzeit", "rinnovoautomatico", "autorinnovo", "alterminedelcontratto",
		"allascadenza", "automatiskfornyelse", "autofornyelse", "vedutlop",
	}
	termHeadings = []string{
		"term", "termduration", "termlength", "commitment", "commitmentterm", "duration", "termandbillingcycle",
		"laufzeit", "vertragslaufzeit", "bindung", "bindungsdauer", "durata", "duratacontratto", "vincolo", "bindingstid",
		"varighet", "lopetid", "avtaleperiode",
	}
	unitPriceHeadings = []string{
		"unitprice", "effectiveunitprice", "price", "salesprice", "customerprice", "listprice", "erpprice", "rrp", "erp",
		"einzelpreis", "preis", "verkaufspreis", "stueckpreis", "listenpreis", "vk", "vkpreis", "uvp", "prezzo",
		"prezzounitario", "prezzodivendita", "prezzodilistino", "enhetspris", "pris", "salgspris", "listepris", "utpris",
		"stykkpris",
	}
	costHeadings = []string{
		"cost", "unitcost", "partnerprice", "purchaseprice", "buyprice", "netprice", "resellerprice", "dealerprice",
		"einkaufspreis", "ek", "ekpreis", "haendlerpreis", "nettopreis", "partnerpreis", "kosten", "costo",
		"costounitario", "prezzodiacquisto", "prezzopartner", "prezzonetto", "kostpris", "innkjopspris", "innpris",
		"partnerpris", "nettopris", "ourcost", "unsereinkaufspreis", "nostrocosto", "varinnkjopspris",
	}
	currencyHeadings = []string{
		"currency", "currencycode", "pricingcurrency", "billingcurrency", "waehrung", "waehrungscode", "valuta",
		"codicevaluta", "divisa", "valutakode",
	}
	periodHeadings = []string{
		"priceperiod", "billingperiod", "billingfrequency", "billingcycle", "billingplan", "billingterm", "preiszeitraum",
		"abrechnungszeitraum", "abrechnung", "abrechnungsintervall", "zahlungsweise", "periodo", "frequenza",
		"periododifatturazione", "ciclodifatturazione", "faktureringsperiode", "fakturering", "prisperiode",
		"faktureringsintervall",
	}
	createdHeadings = []string{
		"startdate", "subscriptionstartdate", "creationdate", "created", "createddate", "createdon", "purchasedate",
		"contractstartdate", "startdatum", "beginn", "vertragsbeginn", "erstelltam", "erstellt", "kaufdatum",
		"datainizio", "datadiinizio", "datacreazione", "inizio", "creatoil", "startdato", "opprettet", "opprettetdato",
		"kjopsdato",
	}
	validFromHeadings = []string{
		"validfrom", "effectivedate", "effectivestartdate", "effectivefrom", "startdate", "gueltigab", "gueltigvon",
		"preisgueltigab", "validodal", "validoda", "decorrenza", "gyldigfra", "gjelderfra",
	}
	invoiceHeadings = []string{
		"invoicenumber", "invoice", "invoiceno", "invoiceid", "documentnumber", "rechnungsnummer", "rechnung",
		"rechnungsnr", "rechnr", "belegnummer", "belegnr", "numerofattura", "fattura", "fatturan", "nfattura", "numerodocumento",
		"fakturanummer", "faktura", "fakturanr", "bilagsnummer",
	}
	lineHeadings = []string{
		"lineid", "line", "linenumber", "lineno", "invoiceline", "position", "pos", "posnr", "positionsnummer", "zeile",
		"riga", "numeroriga", "posizione", "linje", "linjenummer", "linjenr",
	}
	chargeHeadings = []string{
		"chargetype", "charge", "transactiontype", "linetype", "type", "buchungsart", "art", "vorgang", "positionsart",
		"artderbelastung", "tipo", "tipoaddebito", "tipodiaddebito", "tipomovimento", "belastningstype", "typebelastning",
		"transaksjonstype",
	}
	fromHeadings = []string{
		"chargestartdate", "billingstartdate", "servicestartdate", "periodstart", "from", "startdate", "zeitraumvon", "von",
		"leistungsbeginn", "leistungszeitraumvon", "abrechnungsbeginn", "dal", "periododal", "iniziodelperiodo",
		"datainizio", "fra", "fradato", "periodefra", "periodestart",
	}
	toHeadings = []string{
		"chargeenddate", "billingenddate", "serviceenddate", "periodend", "to", "enddate", "zeitraumbis", "bis",
		"leistungsende", "leistungszeitraumbis", "abrechnungsende", "al", "periodoal", "finedelperiodo", "datafine", "til",
		"tildato", "periodetil", "periodeslutt",
	}
	amountHeadings = []string{
		"subtotal", "amount", "netamount", "lineamount", "extendedprice", "linetotal", "netto", "nettobetrag", "betrag",
		"zwischensumme", "positionsbetrag", "importo", "imponibile", "importonetto", "totalenetto", "belop", "nettobelop",
		"delsum", "linjebelop", "beloputenavgift",
	}
	taxHeadings = []string{
		"taxtotal", "tax", "vat", "vatamount", "taxamount", "steuer", "mwst", "ust", "umsatzsteuer", "mehrwertsteuer",
		"steuerbetrag", "iva", "imposta", "importoiva", "mva", "merverdiavgift", "mvabelop", "avgift",
	}
	totalHeadings = []string{
		"total", "totalforcustomer", "grossamount", "grandtotal", "totalamount", "brutto", "bruttobetrag", "gesamt",
		"gesamtbetrag", "summe", "endbetrag", "totale", "importolordo", "totalelordo", "bruttobelop", "totalt", "totalbelop",
		"sum",
	}
	countryHeadings = []string{
		"country", "countrycode", "customercountry", "countryorregion", "countryregion", "region", "land", "laendercode",
		"landregion", "paese", "codicepaese", "nazione", "landkode",
	}
	accountHeadings = []string{
		"registeredaccount", "owneremail", "adminemail", "administratoremail", "email", "emailaddress", "contactemail",
		"registrierteskonto", "konto", "emailadresse", "accountregistrato", "indirizzoemail", "registrertkonto", "epost",
		"epostadresse",
	}
	poolHeadings = []string{
		"licensepool", "licencepool", "licensepoolname", "licencepoolname", "poolname", "pool", "lizenzpool", "lizenzpoolname",
		"lizenzbestand", "namedeslizenzbestands", "namedespools", "pooldilicenze", "poollicenze", "nomepool", "nomedelpool",
		"lisenspool", "lisensbeholdning", "lisenspulje", "pulje", "puljenavn", "poolnavn", "lisensgruppe",
	}
	boughtHeadings = []string{
		"total", "totallicenses", "totallicences", "purchased", "bought", "quantity", "licences", "licenses", "gesamt",
		"gesamtzahl", "gekauft", "lizenzen", "anzahl", "menge", "totale", "acquistate", "acquistati", "licenze", "quantita",
		"totalt", "kjopt", "antall", "lisenser",
	}
	assignedHeadings = []string{
		"used", "assigned", "consumed", "usedlicenses", "usedlicences", "assignedlicenses", "verbraucht", "genutzt",
		"zugewiesen", "belegt", "verwendet", "utilizzate", "utilizzati", "usate", "assegnate", "consumate", "brukt",
		"tildelt", "forbrukt",
	}
	remainingHeadings = []string{
		"remaining", "left", "usageleft", "available", "free", "unused", "verbleibend", "uebrig", "verfuegbar", "restlich",
		"rest", "frei", "rimanenti", "residue", "disponibili", "restanti", "gjenvaerende", "tilgjengelig", "ledig", "igjen",
	}
	jobHeadings = []string{
		"jobid", "job", "jobnumber", "taskid", "auftragsid", "jobnummer", "aufgabenid", "idprocesso", "idjob",
		"idattivita", "idlavoro", "processo", "jobbid", "oppgaveid", "jobb",
	}
	serviceHeadings = []string{
		"service", "servicename", "jobtype", "product", "dienst", "dienstname", "auftragstyp", "jobtyp", "servizio",
		"tipodilavoro", "tipojob", "tjeneste", "tjenestenavn", "jobbtype",
	}
	moduleHeadings = []string{
		"module", "jobmodule", "workload", "objecttype", "modul", "jobmodul", "modulo", "caricodilavoro", "arbeidsmengde",
		"jobbmodul",
	}
	statusHeadings = []string{
		"status", "jobstatus", "state", "requeststatus", "ticketstatus", "result", "zustand", "ergebnis", "auftragsstatus",
		"stato", "esito", "risultato", "tilstand", "resultat", "jobbstatus",
	}
	subscriptionStatusHeadings = []string{
		"subscriptionstatus", "licensestatus", "licencestatus", "contractstatus", "abonnementstatus", "abostatus", "lizenzstatus",
		"vertragsstatus", "statoabbonamento", "statolicenza", "abonnementsstatus", "lisensstatus", "status", "state", "zustand",
		"stato", "tilstand",
	}
	trialHeadings = []string{
		"trial", "istrial", "trialsubscription", "evaluation", "trialenddate", "trialend", "trialends", "trialexpires", "trialuntil",
		"testphase", "testversion", "test", "testphasebis", "testendet", "testphasenende", "prova", "versionediprova", "inprova", "finedellaprova",
		"finprova", "scadenzaprova", "proveperiode", "prove", "provelisens", "proveperiodeslutt", "trialstatus", "trialstate",
		"teststatus", "testphasenstatus", "testphasestatus", "statusdertestphase", "statoprova", "statodellaprova", "statodiprova",
		"provestatus", "proveperiodestatus", "provelisensstatus", "statusforproveperiode",
	}
	startedHeadings = []string{
		"starttime", "start", "started", "startdate", "jobstarttime", "startedat", "startzeit", "beginn", "gestartet",
		"startzeitpunkt", "orainizio", "inizio", "oradiinizio", "datainizio", "avviato", "starttid", "startet",
		"starttidspunkt",
	}
	endedHeadings = []string{
		"endtime", "finishtime", "end", "ended", "finished", "enddate", "completed", "jobendtime", "endedat", "endzeit",
		"ende", "beendet", "endzeitpunkt", "orafine", "fine", "oradifine", "datafine", "terminato", "sluttid", "slutttid",
		"slutt", "avsluttet", "ferdig",
	}
	errorHeadings = []string{
		"error", "errormessage", "comment", "comments", "message", "details", "reason", "fehler", "fehlermeldung", "meldung",
		"kommentar", "grund", "errore", "messaggio", "messaggiodierrore", "commento", "motivo", "feil", "feilmelding",
		"melding", "arsak",
	}
	requestHeadings = []string{
		"servicerequestid", "servicerequest", "requestid", "requestnumber", "ticket", "ticketid", "ticketnumber", "caseid",
		"casenumber", "case", "number", "id", "supportrequestid", "anfragenummer", "anfrageid", "anfrage", "ticketnummer",
		"ticketnr", "fallnummer", "vorgangsnummer", "nummer", "numerorichiesta", "idrichiesta", "richiesta", "numeroticket",
		"numero", "numerocaso", "foresporselsnummer", "foresporselsid", "foresporsel", "saksnummer", "saksnr", "sak",
	}
	titleHeadings = []string{
		"title", "subject", "summary", "shortdescription", "titel", "betreff", "zusammenfassung", "kurzbeschreibung",
		"titolo", "oggetto", "riepilogo", "tittel", "emne", "sammendrag",
	}
	severityHeadings = []string{
		"severity", "priority", "impact", "schweregrad", "prioritaet", "dringlichkeit", "gravita", "priorita", "urgenza",
		"alvorlighetsgrad", "prioritet",
	}
	openedHeadings = []string{
		"created", "createddate", "createdat", "createdon", "createdtime", "submitted", "submittedon", "submittedtime",
		"opened", "openedon", "opendate", "erstellt", "erstelltam", "eingereicht", "eroeffnet", "eroeffnetam", "angelegtam",
		"creato", "creatoil", "datacreazione", "aperto", "aperta", "apertoil", "dataapertura", "opprettet", "opprettetdato",
		"apnet", "innsendt",
	}
	updatedHeadings = []string{
		"updated", "lastupdated", "modified", "lastmodified", "lastmodifieddate", "updatedat", "aktualisiert",
		"aktualisiertam", "geaendert", "geaendertam", "letzteaenderung", "aggiornato", "aggiornata", "aggiornatoil",
		"ultimamodifica", "modificatoil", "oppdatert", "sistoppdatert", "endret", "sistendret",
	}
	closedHeadings = []string{
		"closed", "closedon", "closeddate", "closedat", "resolved", "resolvedon", "resolveddate", "geschlossen",
		"geschlossenam", "geloest", "geloestam", "erledigtam", "chiuso", "chiusa", "chiusoil", "datachiusura", "risoltoil", "lukket",
		"lukketdato", "lost", "lostdato",
	}
	contactHeadings = []string{
		"contact", "contactname", "requester", "requestedby", "submittedby", "createdby", "ansprechpartner", "kontakt",
		"antragsteller", "gemeldetvon", "erstelltvon", "contatto", "richiedente", "creatoda", "kontaktperson", "innsender",
		"opprettetav",
	}
	detailHeadings = []string{
		"description", "details", "detail", "notes", "note", "beschreibung", "einzelheiten", "notizen", "bemerkung",
		"descrizione", "dettagli", "beskrivelse", "detaljer", "notater", "merknad",
	}
	objectHeadings = []string{
		"objects", "totalobjects", "protectedobjects", "totalprotectedobjects", "objectcount", "objekte", "geschuetzteobjekte",
		"anzahlobjekte", "oggetti", "oggettiprotetti", "objekter", "beskyttedeobjekter", "antallobjekter",
	}
	failedHeadings = []string{
		"failedobjects", "failedcount", "failed", "fehlerhafteobjekte", "fehlgeschlagen", "oggettinonriusciti", "nonriusciti",
		"mislykkedeobjekter", "mislykket",
	}
	sizeHeadings = []string{
		"size", "datasize", "backupsize", "transferred", "groesse", "datengroesse", "datenmenge", "uebertragen", "dimensione",
		"dimensioni", "datitrasferiti", "storrelse", "datamengde", "overfort",
	}
	consumedHeadings = []string{
		"consumedstorage", "storageconsumption", "consumed", "storageconsumed", "usedstorage", "storageused", "usedcapacity",
		"belegterspeicher", "speicherverbrauch", "belegt", "verbrauchterspeicher", "genutzterspeicher", "genutztekapazitaet", "spaziousato",
		"spaziooccupato", "archiviazioneutilizzata", "capacitautilizzata", "consumo", "bruktlagring", "lagringsforbruk", "bruktlagringsplass", "bruktkapasitet",
	}
	protectedHeadings = []string{
		"protectedcapacity", "protecteddata", "protectedsize", "protected", "protectedstorage", "geschuetztekapazitaet",
		"geschuetztedaten", "geschuetzt", "capacitaprotetta", "datiprotetti", "protetti", "beskyttetkapasitet", "beskyttededata",
		"beskyttet",
	}
	purchasedHeadings = []string{
		"purchasedcapacity", "purchasedstorage", "purchased", "totalcapacity", "gekauftekapazitaet",
		"gekaufterspeicher", "gekauft", "gesamtkapazitaet", "capacitaacquistata", "spazioacquistato", "acquistata", "capacitatotale",
		"kjoptkapasitet", "kjoptlagring", "kjopt", "totalkapasitet",
	}
	scannedHeadings = []string{
		"scannedobjects", "totalscannedobjects", "scanned", "gescannteobjekte", "gepruefteobjekte", "oggettianalizzati",
		"oggettiscansionati", "skannedeobjekter",
	}
	placeHeadings = []string{
		"storagelocation", "storagetype", "location", "datacenter", "datacentre", "region", "speicherort", "ort", "rechenzentrum",
		"posizione", "luogodiarchiviazione", "lagringssted", "sted", "datasenter",
	}
	retentionHeadings = []string{
		"retention", "retentionperiod", "retentionpolicy", "aufbewahrung", "aufbewahrungsdauer", "aufbewahrungsfrist",
		"conservazione", "periododiconservazione", "oppbevaring", "oppbevaringstid",
	}
)
