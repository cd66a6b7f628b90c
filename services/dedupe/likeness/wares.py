"""What the words of a weapon's name tell: which are its own, and which any weapon may bear."""

import re
from functools import lru_cache
from typing import Final

_COMMON: Final = """
    aerial ageing aid air aircraft ammo ammunition and anti armored armoured armour arms army
    artillery assault attack automatic aviation ballistic barrel based batteries battery battle
    block boat boats bomb bombs calibre caliber cannon cannons carrier carriers cartridge
    cartridges class coastal combat command corvette corvettes craft cruise defence defense
    destroyer destroyers drone drones equipment family fighter fighters fighting fire for
    frigate frigates gear grenade grenades ground guided gun gunboat guns heavy helicopter
    helicopters howitzer howitzers infantry jet jets kamikaze land launch launcher launchers
    light loitering long machine main man maritime mark medium military mine mines missile
    missiles mlrs mobile model modernised modernized mortar mortars motorised mounted multi
    multiple munition munitions naval new patrol personnel piece pieces plane planes portable
    projectile projectiles propelled protected radar radars range reconnaissance recovery rifle
    rifles rocket rockets round rounds self series shell shells ship ships short shoulder small
    spare parts strike submarine submarines support surface system systems tactical tank tanks
    target to torpedo torpedoes towed tracked trainer transport truck trucks type unguided
    unmanned upgraded used variant vehicle vehicles vessel vessels warship weapon weapons wheeled
"""
COMMON: Final = frozenset(_COMMON.split())
_SHELLS: Final = """
    ammo ammunition cartridge cartridges projectile projectiles round rounds shell shells
"""
_AMMUNITION: Final = frozenset(_SHELLS.split())
_CODE: Final = re.compile(r"\b([a-z]{1,4}) ?(\d+)")
_NUMBER: Final = re.compile(r"\d+")


@lru_cache(1 << 15)
def own_words(text: str) -> frozenset[str]:
    """Words of four letters and more that not any weapon may bear."""
    return frozenset(w for w in text.split() if len(w) > 3 and w not in COMMON and not w.isdigit())


@lru_cache(1 << 15)
def is_ammunition(text: str) -> bool:
    """By the word that it begins or ends with; not where it comes along with something."""
    words = text.split()
    return bool(words) and "and" not in words and not _AMMUNITION.isdisjoint((words[0], words[-1]))


@lru_cache(1 << 15)
def numbers(text: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(text))


@lru_cache(1 << 15)
def keywords(text: str, description: str, count: int, *, own: bool) -> tuple[str, ...]:
    """The words by which to look for it, the most telling first: codes, own words, then any.

    `own`: without those that any weapon may bear.
    """
    written = f"{text} {description}"
    words = {word for word in written.split() if len(word) > 2}
    codes = {f"{letters}{digits}" for letters, digits in _CODE.findall(written)}
    ranked = sorted(words | codes, key=lambda w: (w not in codes, w in COMMON, -len(w), w))
    if own:
        ranked = [w for w in ranked if w not in COMMON and not w[0].isdigit()]
    return tuple(dict.fromkeys([word[:6] for word in ranked]))[:count]
