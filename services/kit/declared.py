"""The partners that this deployment declares, read from the one file that lists them."""

from collections.abc import Container
from pathlib import Path

import yaml

from schemas.partners import InvalidPartners, PartnerDeclaration, load


def partners(path: Path, formats: Container[str] | None = None) -> tuple[PartnerDeclaration, ...]:
    """Raises InvalidPartners when the file cannot be used, or names a format nobody reads."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InvalidPartners(
            f"no {path}: run from the project's folder, or set ATTACHE_PARTNERS"
        ) from error
    except yaml.YAMLError as error:
        raise InvalidPartners(f"{path}: {error}") from error
    found = load(document)
    for partner in found:
        if formats is not None and partner.format not in formats:
            raise InvalidPartners(f"{partner.name}: format: nobody reads {partner.format}")
    return found
