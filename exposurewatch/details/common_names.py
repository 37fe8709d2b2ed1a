"""Words of which so many names are made that by themselves they tell nobody apart."""

from __future__ import annotations

from typing import Final

_PARTICLES = """
    abdul abd abdullah abu ahmad ahmed amirul bibi dato datin datuk encik puan cik haji hajah md mohamad mohamed
    mohammad mohammed mohd muhamad muhammad muhd nik noor nor nora nur nurin nurul puteri putri raja sharifah siti sri
    syed syarifah tengku wan ku che mat awang dayang singh kaur devi raj miss mrs mr ms dr kak abang
"""
_FREQUENT = """
    adam aida aina ain aini aisha aisyah aishah ali alia aliya amalina amira amirah anis anna arif atiqah ayu azlan
    azman balqis daniel fatin fatimah farah farhana farhan fazira hafiz hafizah hakim hassan haziq hidayah hui husna
    hussein ibrahim ismail izzah izzati jia jing jun kumar li ling liyana mei ming nabila nabilah nadia najwa natasha
    omar osman othman priya rahman rahim sara sarah shafiq siew sofea sofia syafiqah syahirah syazwani umairah wei wen
    xin yi ying yusof zahra zainab zulaikha
    david emily emma james jane jessica john maria mary michael michelle peter
"""
_SURNAMES = """
    ang chan chang cheah chee chen cheng cheong chew chia chin chong chow chua foo fong goh gan ho hong khoo koh kok
    kong koo kwan lai lam lau law lee leong lew liew lim liu loh loo low mak ng neo oh ong ooi pang phang quek seah sim
    siow soh soo tan tay teh teo teoh tham thong toh wang wee wong woo wu yang yap yee yeo yeoh yong zhang
"""

PARTICLES: Final = frozenset(_PARTICLES.split())
"""What stands before or behind the name proper in a great many names, and titles."""

FREQUENT: Final = frozenset(_FREQUENT.split())
"""Given names, and syllables of them, that very many people in Malaysia bear."""

SURNAMES: Final = frozenset(_SURNAMES.split())
"""Chinese surnames, as they are written in Malaysia and Singapore."""
