"""The Ukraine Support Tracker's columns and codes: tables, with the spellings of all releases."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

Scope = Literal["arms", "no arms"]
Stage = Literal["committed", "allocated", "delivered", "reallocated"]
Origin = Literal["stocks", "procurement", "third_party"]

COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "id": "activity_id",
        "sub_id": "sub_activity_id",
        "subactivity_id": "sub_activity_id",
        "country": "donor",
        "countries": "donor",
        "donor_country": "donor",
        "provider": "donor",
        "date": "announcement_date",
        "type_of_aid_general": "aid_type_general",
        "type_of_aid_specific": "aid_type_specific",
        "type_general": "aid_type_general",
        "type_specific": "aid_type_specific",
        "type_of_measure": "measure",
        "item_subtype": "item_sub_type",
        "item_number": "item_numb",
        "number_of_items": "item_numb",
        "item_numb_delivered": "item_numb_deliv",
        "item_number_delivered": "item_numb_deliv",
        "delivery_source": "deliv_source",
        "source_of_delivery": "deliv_source",
        "sub_type_of_item": "item_sub_type",
        "type_of_item": "item_type",
        "no_of_units": "item_numb",
        "number_of_units": "item_numb",
        "no_of_units_committed": "item_numb",
        "no_of_units_delivered": "item_numb_deliv",
        "number_of_units_delivered": "item_numb_deliv",
        "source_of_weapons": "source_of_weapon",
        "origin_of_weapon": "source_of_weapon",
        "delivery_date": "deliv_date",
        "date_of_delivery": "deliv_date",
        "original_currency": "reporting_currency",
        "monetary_value_as_given_by_source": "source_reported_value",
        "source_reported_value_in_original_currency": "source_reported_value",
        "converted_value_in_eur": "tot_sub_activity_value_eur",
        "total_monetary_value_delivered_in_eur": "tot_value_deliv_eur",
        "value_committed_own_estimate_in_usd": "item_value_estimate_usd",
        "value_delivered_own_estimate_in_usd": "item_value_estimate_deliv_usd",
        "item_price_in_usd": "item_price_usd",
        "allocated_total_in_eur_redistributed": "tot_sub_activity_value_eur_redistr",
        "eu": "eu_member",
        "eu_geo": "geographic_europe",
        "non_eu_nato_member": "nato_member",
        "currency": "reporting_currency",
        "source_reported_value_original_currency": "source_reported_value",
    }
)
"""Older headings, as they are after `heading`, -> the name of today."""


def heading(name: str) -> str:
    """A column's heading in today's spelling: "Source of Aid 1" is source_of_aid_1."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    return COLUMNS.get(plain, plain)


ITEM_TYPES: Final[Mapping[str, Scope]] = MappingProxyType(
    {
        "heavy weapon": "arms",
        "heavy weapons": "arms",
        "ammunition for heavy weapon": "arms",
        "ammunition for heavy weapons": "arms",
        "portable defence system": "arms",
        "portable defense system": "arms",
        "ammunition for portable defence system": "arms",
        "ammunition for portable defense system": "arms",
        "aviation and drones": "arms",
        "light armaments & infantry": "arms",
        "light armaments and infantry": "arms",
        "ammunition for light infantry": "arms",
        "ammunition": "arms",
        "missile": "arms",
        "missiles": "arms",
        "military equipment": "arms",
        "funding, training, services": "no arms",
        "funding, training and services": "no arms",
        "training": "no arms",
        "services": "no arms",
        "funding": "no arms",
        "humanitarian": "no arms",
        "financial": "no arms",
        "weapon grants and loans": "no arms",
    }
)

NO_ARMS: Final = frozenset(
    {"humanitarian", "financial", "economic", "reconstruction", "refugee", "refugees", "civil"}
)
"""First words of kinds of aid that are none of ours; "military" is."""

MEASURES: Final[Mapping[str, Stage]] = MappingProxyType(
    {
        "commitment": "committed",
        "commitments": "committed",
        "committed": "committed",
        "pledge": "committed",
        "allocation": "allocated",
        "allocations": "allocated",
        "allocated": "allocated",
        "reallocation": "reallocated",
        "reallocated": "reallocated",
        "delivery": "delivered",
        "delivered": "delivered",
    }
)

ORIGINS: Final[Mapping[str, Origin]] = MappingProxyType(
    {
        "stock": "stocks",
        "stocks": "stocks",
        "from stock": "stocks",
        "national stock": "stocks",
        "national stocks": "stocks",
        "inventory": "stocks",
        "drawdown": "stocks",
        "procurement": "procurement",
        "newly procured": "procurement",
        "purchase": "procurement",
        "industry": "procurement",
        "new production": "procurement",
        "production": "procurement",
        "third party": "third_party",
        "third country": "third_party",
        "third-party": "third_party",
        "ring exchange": "third_party",
    }
)

DONORS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "eu (commission and council)": "European Union",
        "eu institutions": "European Union",
        "eu commission": "European Union",
        "eu commission and council": "European Union",
        "european commission": "European Union",
        "european council": "European Union",
        "council of the european union": "European Union",
        "european peace facility": "European Union",
        "eu": "European Union",
        "eu commission & council": "European Union",
        "commission and council": "European Union",
        "european peace facility (epf)": "European Union",
        "epf": "European Union",
        "european union (epf)": "European Union",
        "eu (epf)": "European Union",
        "team europe": "European Union",
    }
)
"""Institutions that give in the name of one party that everyone knows."""

DIRECT: Final = frozenset(
    {"bilateral", "direct", "direct bilateral", "bilaterally", "none", "lend-lease", "lend lease"}
)
"""Channels that are nobody in between."""

REALLOCATED: Final = frozenset({"1", "yes", "true", "reallocation", "reallocated"})

NOT_APPLICABLE: Final = frozenset({".", "n/a", "n.a.", "n.a", "not applicable"})
UNDISCLOSED: Final = frozenset(
    {"undisclosed", "not disclosed", "not given", "no price", "classified", "confidential"}
    | {"price undisclosed", "undisclosed amount", "undisclosed number", "undisclosed value"}
)
UNKNOWN: Final = frozenset(
    {"unknown", "na", "nan", "nat", "none", "null", "?", "-", "–", "—", "..", "unclear"}
    | {"unspecified", "not specified", "not available", "tbd", "tba", "tbc", "to be determined"}
    | {"multiple", "various", "numerous", "some"}
)

CURRENCIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "€": "EUR",
        "euro": "EUR",
        "euros": "EUR",
        "$": "USD",
        "us$": "USD",
        "us dollar": "USD",
        "us dollars": "USD",
        "dollar": "USD",
        "£": "GBP",
        "pound": "GBP",
        "pounds": "GBP",
        "british pound": "GBP",
        "can$": "CAD",
        "c$": "CAD",
        "a$": "AUD",
        "swiss franc": "CHF",
        "zł": "PLN",
        "zloty": "PLN",
        "kč": "CZK",
        "¥": "JPY",
        "yen": "JPY",
    }
)

IGNORES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "aid_type_specific": "finer than our scope; the item type decides",
        "tot_activity_value": "the whole activity's value, repeated in each of its rows",
        "tot_activity_value_eur": "the whole activity's value, repeated in each of its rows",
        "tot_activity_value_constant_currency": "the whole activity's value, at constant prices",
        "tot_sub_activity_value_constant_currency": "the same value at constant prices",
        "tot_sub_activity_value_constant_currency_redistr": "Kiel's redistribution of values",
        "tot_sub_activity_value_eur_redistr": "Kiel's redistribution of values",
        "tot_sub_activity_value_eur_old": "an earlier computation of the same value",
        "tot_value_deliv_eur": "Kiel's estimate, not what the donor states",
        "item_price_usd": "Kiel's estimate, not what the donor states",
        "item_value_estimate_usd": "Kiel's estimate, not what the donor states",
        "item_value_estimate_deliv_usd": "Kiel's estimate, not what the donor states",
        "item_price_source": "where Kiel's estimate comes from",
        "total_value_dummy": "computed by Kiel from other columns",
        "month": "computed by Kiel from other columns",
        "month_exists_dummy": "computed by Kiel from other columns",
        "year": "computed by Kiel from other columns",
        "eu_member": "a property of the donor",
        "eu_member_dummy": "a property of the donor",
        "geographic_europe": "a property of the donor",
        "nato_member": "a property of the donor",
        "iso2": "the donor's name decides",
        "iso3": "the donor's name decides",
        "earmarked_year": "the budget year, not a date of the transfer",
        "explanation_archive": "an archived copy of a source",
    }
)
