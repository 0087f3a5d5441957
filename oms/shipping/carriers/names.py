"""Who carries parcels: the code that we keep, the name that people read, where a number is followed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Carrier:
    """`url` has a `%s` where the number goes; None where no page takes the number in its address."""

    code: str
    name: str
    url: str | None = None


CARRIERS: dict[str, Carrier] = {
    carrier.code: carrier
    for carrier in (
        Carrier("amazon", "Amazon Logistics"),
        Carrier("an_post", "An Post", "https://track.anpost.com/TrackingResults.aspx?rtt=1&items=%s"),
        Carrier("australia_post", "Australia Post", "https://auspost.com.au/mypost/track/details/%s"),
        Carrier("bpost", "bpost", "https://track.bpost.cloud/btr/web/#/search?itemCode=%s"),
        Carrier(
            "canada_post",
            "Canada Post",
            "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor=%s",
        ),
        Carrier(
            "correos",
            "Correos",
            "https://www.correos.es/es/en/tools/tracker/items/details?tracking-number=%s",
        ),
        Carrier("deutsche_post", "Deutsche Post", "https://www.dhl.de/en/privatkunden.html?piececode=%s"),
        Carrier("dhl", "DHL", "https://www.dhl.com/en/express/tracking.html?AWB=%s"),
        Carrier("dhl_ecommerce", "DHL eCommerce", "https://www.dhl.com/en/express/tracking.html?AWB=%s"),
        Carrier("dpd", "DPD", "https://track.dpd.co.uk/parcels/%s"),
        Carrier("evri", "Evri", "https://www.evri.com/track/parcel/%s"),
        Carrier("fedex", "FedEx", "https://www.fedex.com/fedextrack/?trknbr=%s"),
        Carrier("la_poste", "La Poste", "https://www.laposte.fr/outils/suivre-vos-envois?code=%s"),
        Carrier("ontrac", "OnTrac", "http://www.ontrac.com/tracking/?number=%s"),
        Carrier("parcelforce", "Parcelforce", "https://www.parcelforce.com/track-trace?trackNumber=%s"),
        Carrier("post", "Postal service"),
        Carrier("postnl", "PostNL"),
        Carrier("royal_mail", "Royal Mail", "https://www.royalmail.com/track-your-item#/tracking-results/%s"),
        Carrier("ups", "UPS", "https://www.ups.com/track?tracknum=%s"),
        Carrier("usps", "USPS", "https://tools.usps.com/go/TrackConfirmAction?tLabels=%s"),
        Carrier("yodel", "Yodel", "https://www.yodel.co.uk/tracking/%s"),
    )
}


def carrier_name(carrier: str | None) -> str:
    """What people read: the name of a carrier that we know, else what was typed."""
    known = CARRIERS.get(carrier or "")
    return known.name if known else carrier or ""


def carrier_code(typed: str) -> str:
    """The code of the carrier that goes by this name, else the name as it was typed."""
    return _BY_NAME.get(_bare(typed), typed)


def _bare(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


_BY_NAME = {_bare(name): one.code for one in CARRIERS.values() for name in (one.code, one.name)}

POST_OF = {
    "AU": "australia_post",
    "BE": "bpost",
    "CA": "canada_post",
    "DE": "deutsche_post",
    "ES": "correos",
    "FR": "la_poste",
    "GB": "royal_mail",
    "IE": "an_post",
    "NL": "postnl",
    "US": "usps",
}

POSTAL_COUNTRIES = frozenset(
    """
    AD AE AF AG AL AM AO AR AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BY BZ CA CD CF
    CG CH CI CL CM CN CO CR CU CV CW CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FO FR GA GB GD GE
    GG GH GI GL GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI
    KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MK ML MM MN MO MR MT MU MV MW
    MX MY MZ NA NC NE NG NI NL NO NP NR NZ OM PA PE PF PG PH PK PL PT PY QA RO RS RU RW SA SB SC SD SE
    SG SI SK SL SM SN SO SR SS ST SV SX SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA
    VC VE VG VN VU WF WS YE ZA ZM ZW
    """.split()  # noqa: SIM905 — codes read best as a block
)
