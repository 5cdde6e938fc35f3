"""What was counted by hand in the YAML of ``kb/``, on 25 November 2026, with ``grep``.

Nothing here was taken from a query.  Treatments were counted by their fates, sets by what
stands after ``over``, sources by who republishes whom.  Whoever adds a record that bears on
the flagship case counts again; the test says by which number it differs.
"""

from __future__ import annotations

UNABLE = "caveats/twitter-venezuela-764-unable"
APPEAR = "caveats/twitter-venezuela-1196-appear"

#: Passages by outcome.  Of the 37 judged on "unable": 6 verbatim, 1 clipped and shifted, 27
#: omitted, 1 reversed, 2 not observed; 9 more tell more than a place and are not judged.
#: Of the 35 on "appear": 12 kept, 2 kept with another object, 19 changed, 2 omitted; a
#: hedge applies where its link is repeated, and three such passages are not judged.
OUTCOMES = {
    UNABLE: {
        "kept": 6,
        "changed": 1,
        "left-out": 27,
        "reversed": 1,
        "not-observed": 2,
        "not-judged": 9,
    },
    APPEAR: {
        "kept": 12,
        "kept-and-changed": 2,
        "changed": 19,
        "left-out": 2,
        "not-judged": 3,
    },
}
NOT_JUDGED = {
    UNABLE: {
        "sources/aspi-venezuela#caution",
        "sources/aspi-venezuela#similar",
        "sources/daily-beast-2019-01-31#second-campaign",
        "sources/jornal-do-comercio-2019-01-31#nearly-million",
        "sources/reuters-2020-01#commercial",
        "sources/reuters-2020-01#three-removals",
        "sources/wall-street-journal-2019-01-31#nearly-million",
        "sources/zero-hedge-2019-02-01#block-caution",
        "sources/zero-hedge-2019-02-01#block-similar",
    },
    APPEAR: {
        "sources/avn-2019-01-31#supposedly",
        "sources/new-york-times-2019-01-31#targeted-citizens",
        "sources/reuters-2020-01#three-removals",
    },
}
#: Passages on "unable" by language: the two of Youm7 are in Arabic, those of AVN (3), El
#: Nacional (2), bolivarcucuta.com and TekCrispy in Spanish, those of Jornal de Notícias and
#: Jornal do Comércio in Portuguese; the other 35 are in English.
LANGUAGES = {"ar": 2, "es": 7, "pt": 2, "en": 35}
#: Above the text stands one of the 46: the address of Anarchimedia.
IN_HEADLINES = 1

#: Passages that repeat the claim on the 1,196 accounts over these and others, or over others.
WIDER = {
    "anarchimedia-2019-02-05#page-address",
    "anarchimedia-2019-02-05#headline",
    "aspi-venezuela#attribution-field",
    "avn-2019-01-31#lede",
    "avn-2019-01-31#two-thousand",
    "bolivarcucuta-2019-01-31#address",
    "bolivarcucuta-2019-01-31#two-operations",
    "breitbart-2019-06-14#almost-2000",
    "caracas-chronicles-2019-02-09#two-campaigns",
    "dialogo-americas-2020-02-07#about-2000",
    "jornal-de-noticias-2019-02#two-operations",
    "reuters-2020-01#three-removals",
    "shockingtulsa-trolling-operations#government-supported",
    "tekcrispy-2019-05-02#four-thousand",
    "the-hill-2019-01-31#thousands-more",
    "youm7-2019-02-01#four-thousand",
    "youm7-2019-02-01#two-thousand",
    "zero-hedge-2019-02-01#lede",
}
OTHER = {
    "cib-data-2020-05-10#venezuela-2-affiliation",
    "daily-beast-2019-01-31#second-campaign",
}

#: Sums: pages and texts by number.  2,000 stands in eleven texts; Zero Hedge's is on three
#: pages, those of Health Nut News and Jornal de Notícias on two.
VOICES = {"2000": (15, 11), "1993": (1, 1), "4000": (2, 2)}
#: Thirty documents repeat the claim on the 1,196; six pages carry the text of one of them.
CLAIM_VOICES = ("36 pages, 30 texts", "claims/twitter-venezuela-1196")

ARITHMETIC = {
    "sources/zero-hedge-2019-02-01#lede.total": "1,196 + 764 = 1,960; 2,000 is 40 more",
    "sets/aspi-venezuela-1993#as-reported": "1,196 + 764 + 33 = 1,993",
    "sets/twitter-2018-10-ira-3841#listed": "3,841 − 228 = 3,613",
}
LABELS = {
    "Genuine Opponents",
    "Pro-Maduro",
    "challenging official narrative on coup",
    "cuentas que simpatizan con Gobierno de Venezuela",
    "on behalf of the country’s president",
}
LEANING = {"sources/euronews-2019-06-13#ira-3841", "sources/wired-2019-07#affiliated"}
#: Links held back: three withheld, one denied.
HELD_BACK = (3, 1)
#: Claims about the 764 accounts made by the day; the archive page bears no day by then.
SAID_OF_764 = {
    "2019-02-15": {
        "claims/twitter-2019-01-midterms-post",
        "claims/twitter-2019-01-midterms-report",
        "claims/twitter-venezuela-764",
    },
    "2019-06-14": {
        "claims/twitter-2019-01-midterms-post",
        "claims/twitter-2019-01-midterms-report",
        "claims/twitter-2019-06-archive",
        "claims/twitter-venezuela-764",
    },
}
