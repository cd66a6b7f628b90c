"""normalize turns each fact about a report into its claims: a hop without memory."""

from collections.abc import Iterable

from schemas.partners import PartnerDeclaration
from schemas.topics import LEDGER_CLAIMS, LEDGER_REJECTIONS, LEDGER_REPORTS, RECEIPTS
from schemas.values import Source
from services.kit.stateless import Hop
from services.normalize.formats import FORMATS
from services.normalize.handlers import refuse, to_emits


def build(declared: Iterable[PartnerDeclaration]) -> Hop:
    partners = tuple(declared)
    sources = {partner.name: Source(**partner.source.model_dump()) for partner in partners}
    return Hop(
        name="normalize",
        service="normalize",
        reads=(LEDGER_REPORTS,),
        writes=(
            LEDGER_CLAIMS,
            LEDGER_REJECTIONS,
            *(RECEIPTS + partner.name for partner in partners),
        ),
        transform=to_emits({fmt.name: fmt for fmt in FORMATS}, sources),
        refuse=refuse,
    )
