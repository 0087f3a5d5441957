"""The columns of eBay's orders report. We ask by the names of ebay.com; the other sites translate them.

eBay names, adds and drops columns now and then, so a column has several names, and one that is missing is blank.
"""

from __future__ import annotations

from oms.reading.rows import folded

SIGNATURE = ("Order Number", "Item Number", "Item Title", "Quantity", "Sold For", "Sale Date")

AMOUNTS = (
    "Sold For",
    "Shipping And Handling",
    "Seller Collected Tax",
    "eBay Collected Tax",
    "Total Price",
)

FEES = (
    "Electronic Waste Recycling Fee",
    "Mattress Recycling Fee",
    "Battery Recycling Fee",
    "White Goods Disposal Tax",
    "Tire Recycling Fee",
    "Additional Fee",
    "Lumber Fee",
    "Prepaid Wireless Fee",
    "Road Improvement And Food Delivery Fee",
)
"""What some states want of the buyer. eBay takes it and passes it on."""

ENGLISH = {
    "Ship To Name": ("Post To Name",),
    "Ship To Phone": ("Post To Phone",),
    "Ship To Address 1": ("Post To Address 1",),
    "Ship To Address 2": ("Post To Address 2",),
    "Ship To City": ("Post To City", "Post To Town"),
    "Ship To State": ("Post To State", "Post To County"),
    "Ship To Zip": ("Post To Postcode", "Post To Postal Code", "Ship To Postal Code"),
    "Ship To Country": ("Post To Country",),
    "Shipping And Handling": ("Postage And Handling", "Postage And Packaging"),
    "Ship By Date": ("Post By Date", "Dispatch By Date"),
    "Shipped On Date": ("Posted On Date", "Dispatched On Date"),
    "Shipping Service": ("Postage Service", "Delivery Service"),
    "Global Shipping Program": ("Global Shipping Programme",),
}

GERMAN = {
    "Sales Record Number": ("Verkaufsprotokollnummer", "Verkaufsprotokoll-Nr."),
    "Order Number": ("Bestellnummer",),
    "Buyer Username": ("Nutzername des Käufers", "Mitgliedsname des Käufers"),
    "Buyer Name": ("Name des Käufers",),
    "Buyer Email": ("E-Mail des Käufers", "E-Mail-Adresse des Käufers"),
    "Buyer Note": ("Nachricht des Käufers", "Notiz des Käufers", "Anmerkung des Käufers"),
    "Ship To Name": ("Name des Empfängers", "Versand nach - Name"),
    "Ship To Phone": ("Telefonnummer des Empfängers", "Versand nach - Telefon"),
    "Ship To Address 1": ("Adresse 1 des Empfängers", "Versand nach - Adresse 1"),
    "Ship To Address 2": ("Adresse 2 des Empfängers", "Versand nach - Adresse 2"),
    "Ship To City": ("Versand nach - Ort", "Ort des Empfängers"),
    "Ship To State": ("Versand nach - Bundesland", "Versand nach - Staat", "Bundesland des Empfängers"),
    "Ship To Zip": ("Versand nach - PLZ", "PLZ des Empfängers"),
    "Ship To Country": ("Versand nach - Land", "Land des Empfängers"),
    "Item Number": ("Artikelnummer", "Angebotsnummer"),
    "Item Title": ("Angebotstitel", "Artikelbezeichnung", "Artikelname"),
    "Custom Label": ("Bestandseinheit", "Bestandseinheit (SKU)", "Benutzerdefiniertes Etikett"),
    "Quantity": ("Anzahl", "Menge", "Stückzahl"),
    "Sold For": ("Verkauft für", "Verkaufspreis"),
    "Shipping And Handling": ("Verpackung und Versand",),
    "Seller Collected Tax": ("Vom Verkäufer eingezogene Steuer",),
    "eBay Collected Tax": ("Von eBay eingezogene Steuer",),
    "Total Price": ("Gesamtbetrag", "Gesamtpreis"),
    "Payment Method": ("Zahlungsmethode",),
    "Sale Date": ("Verkauft am", "Verkaufsdatum"),
    "Paid On Date": ("Zahlungsdatum", "Bezahldatum", "Bezahlt am"),
    "Ship By Date": ("Versand bis", "Versenden bis", "Versand spätestens am"),
    "Shipped On Date": ("Versanddatum", "Versendet am", "Verschickt am"),
    "Shipping Service": ("Versandservice",),
    "Transaction ID": ("Transaktionsnummer", "Transaktions-ID"),
    "PayPal Transaction ID": ("PayPal-Transaktionsnummer", "PayPal Transaktions-ID"),
    "Variation Details": ("Variantendetails", "Variationsdetails"),
    "Global Shipping Reference ID": (
        "Global Shipping-Referenznummer",
        "Referenznummer für weltweiten Versand",
    ),
}

FRENCH = {
    "Sales Record Number": ("Numéro de vente", "Numéro d'enregistrement de vente", "N° de vente"),
    "Order Number": ("Numéro de commande", "N° de commande"),
    "Buyer Username": ("Pseudo de l'acheteur", "Pseudo acheteur"),
    "Buyer Name": ("Nom de l'acheteur",),
    "Buyer Email": ("E-mail de l'acheteur", "Adresse e-mail de l'acheteur"),
    "Buyer Note": ("Note de l'acheteur", "Message de l'acheteur"),
    "Ship To Name": ("Nom du destinataire", "Livrer à - Nom"),
    "Ship To Phone": ("Téléphone du destinataire", "Livrer à - Téléphone"),
    "Ship To Address 1": ("Adresse 1 du destinataire", "Livrer à - Adresse 1"),
    "Ship To Address 2": ("Adresse 2 du destinataire", "Livrer à - Adresse 2"),
    "Ship To City": ("Ville du destinataire", "Livrer à - Ville"),
    "Ship To State": ("État du destinataire", "Région du destinataire", "Livrer à - État"),
    "Ship To Zip": ("Code postal du destinataire", "Livrer à - Code postal"),
    "Ship To Country": ("Pays du destinataire", "Livrer à - Pays"),
    "Item Number": ("Numéro de l'objet", "Numéro d'objet", "N° de l'objet"),
    "Item Title": ("Intitulé de l'objet", "Titre de l'objet"),
    "Custom Label": ("Libellé personnalisé", "Étiquette personnalisée"),
    "Quantity": ("Quantité",),
    "Sold For": ("Vendu pour", "Prix de vente"),
    "Shipping And Handling": ("Livraison et manutention", "Frais de livraison", "Frais d'expédition"),
    "Seller Collected Tax": ("Taxe perçue par le vendeur",),
    "eBay Collected Tax": ("Taxe perçue par eBay",),
    "Total Price": ("Prix total", "Montant total"),
    "Payment Method": ("Mode de paiement",),
    "Sale Date": ("Date de vente", "Date de la vente"),
    "Paid On Date": ("Date de paiement", "Payé le"),
    "Ship By Date": ("Expédier avant le", "À expédier avant le"),
    "Shipped On Date": ("Date d'expédition", "Date d'envoi", "Expédié le"),
    "Shipping Service": ("Service de livraison",),
    "Transaction ID": ("Numéro de transaction", "Identifiant de transaction", "ID de transaction"),
    "PayPal Transaction ID": ("Numéro de transaction PayPal",),
    "Variation Details": ("Détails de la variante", "Détails de la variation"),
    "Global Shipping Reference ID": ("Numéro de référence de livraison internationale",),
}

CALLED = {
    folded(other): folded(name)
    for language in (ENGLISH, GERMAN, FRENCH)
    for name, others in language.items()
    for other in others
}
