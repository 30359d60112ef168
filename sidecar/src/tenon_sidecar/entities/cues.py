"""What stands before or behind a name of a person."""

import re

from tenon_sidecar.entities.words import words_of

TRAILER = re.compile(
    r"^[ \t]*(?:(?:[A-Z][a-z]{1,20}-){1,4}by|Author|Committer|Cc|CC|From|To|Reviewer"
    r"|Maintainer):[ \t]+$",
    re.MULTILINE,
)
TITLE = re.compile(r"\b(?:Dr|Prof|Professor|Mr|Mrs|Ms|Mx|Sir|Dame)\.? $")
# Behind these a name may also be a single given name.
_CUE = re.compile(
    r"(?:\b(?:(?:(?:reviewed|written|reported|approved|tested|translated|prepared|requested|owned)"
    r"[ -]by|assigned[ -]to|author|assignee|reviewer|maintainer|owner|contact|speaker|editor|cc): "
    r"?|(?:автор|рецензент|исполнитель|докладчик): ?|спасибо,?|от"
    r"|thanks(?: go)?,?(?: to)?|thank(?: you,?)?|thx to|kudos to|credits?(?: goes| go)? to"
    r"|(?:reported|suggested|written|reviewed|authored|fixed|found|proposed|made|designed|done"
    r"|implemented|contributed|noticed|inspired|requested|approved|tested|translated|prepared"
    r"|maintained|edited|presented|signed off|confirmed|merged|broken|led|chaired|hosted|taught"
    r"|given|raised|filed|reverted|drawn|recorded|moderated|mentored|coached|advised|supervised"
    r"|organised|organized|illustrated|reproduced|spotted|drafted|triaged|narrated|hired) by"
    r"|(?:talk|paper|book|patch|idea|pr|post|article|algorithm is|commit|design|lecture"
    r"|bug|report|mail|email|slides|notes|draft|photo|note|feedback|comment|question|decision|review|answer|quote)"
    r" (?:by|of|from)|according to|pair(?:ed|ing)? with"
    r"|pinged|messaged|notified|texted|contacted|(?:met|meeting|call|lunch|spoke|speak|talk|talked|chat|chatted|sync|synced|dinner|coffee)"
    r" (?:with|to)|(?:assigned|handed(?: over)?|delegated|reported) to|interview with"
    r"|asked|ask|told|ping|cc|met|send \w+ \w+ to|idea from|patch from"
    # What somebody is, before the name.
    r"|(?:intern|colleague|teammate|co-worker|engineer|developer|designer|student|co-founder"
    r"|founder|cto|ceo|cfo|cio|researcher|consultant|neighbour|neighbor|friend|boss|mentor"
    r"|successor|predecessor|presenter|photographer|novelist|physicist|mathematician),?"
    r"|(?:came|comes|heard|hear|learned|inherited|took over) from|happy birthday,?"
    r"|interviewed|introduced|invited|hired|emailed|mailed|congratulated|congratulations,?(?: to)?"
    r"|condolences to|welcome,?|say hi to|greetings (?:to|from)|on behalf of|it was"
    r"|draft to|as|when|person,|by|and|,|to) |TODO\(|FIXME\()$",
    re.IGNORECASE,
)
# Cues that also go before things: only a given name makes a person of what follows.
_WEAK = re.compile(
    r"(?:as|when|and|by|to|ping|met|introduced|welcome,?|it was"
    r"|(?:came|comes|learned|inherited) from|,|от|owner: ?|contact: ?) ?",
    re.IGNORECASE,
)
BEHIND = re.compile(
    r"(?:['’]s (?:\w+ )?(?:review|patch|pr|comment|idea|suggestion|talk|paper|book|fix|branch"
    r"|report"
    r"|advice|question|answer)\b| (?:(?:has|have|had|also|just|already|then|kindly) )?"
    r"(?:said|says|asked|asks|wrote|writes|reported|suggested|noticed"
    r"|pointed|thinks|thought|wants|wanted|found|founded|reviewed|fixed|mentioned|agreed|proposed"
    r"|told|started|left|calls|called|made|explained|did(?! not\b)|tested"
    r"|merged|implemented|answered|replied|confirmed"
    r"|approved|joined|believes|recommends|recommended|prefers|worked|works|complained|presented"
    r"|who|as a (?:reviewer|maintainer|speaker|mentor|co-author|contributor)"
    r"|argued|argues|insists|insisted|volunteered|promised|apologised|apologized|resigned|retired"
    r"|сказал|сказала|написал|написала|предложил|предложила|спросил|спросила)\b)",
    re.IGNORECASE,
)
SAID = re.compile(
    r" (?:said|says|wrote|writes|argued|argues|pointed|showed|shows|proved|described|calls|called"
    r"|put it|once|famously|suggests|suggested|explains|explained)\b"
)
# Things have "its", so that it need be no name of a list: `Ilm Varga sends her regards`.
OF_SOMEBODY = re.compile(r" [a-z]{2,14} (?:his|her|himself|herself)\b")
# Who is quoted by the family name: `As Dijkstra wrote`.
QUOTED = re.compile(r"\bAs $")
SAYS = re.compile(
    r" (?:said|says|wrote|writes|argued|argues|put it|puts it|noted|showed|observed)\b"
)
# Things do this as well, so that a given name must stand before it.
OF_GIVEN = re.compile(
    r"(?:['’](?:ll|d)| and (?:I|me)| (?:is|was|has|had|will|can|could|would|should|must|may|might"
    r"|does|gets"
    r"|got|needs|takes|took|owns|leads|led|knows|knew|likes|liked|broke|pushed|opened|closed|moved"
    r"|added|removed|reverted|rewrote|sent|gave|brought|built|changed|noted|looked|looks|hopes"
    r"|plans|tried|starts|cannot|can't|isn't|doesn't|didn't|won't))\b"
)
# Given names that are also names of languages and tools, or other words.
OF_THINGS = words_of("""
Ada Alex Alexis Amber Aurora Carmen Chloe Christian Clara Claude Conrad Cora Dana Dora Elena Emma
Finn Flora Frank Gloria Jasmin Jasper Jean Julia Kim Kyle Levi Marina Max Mercedes Nora Otis Otto
Pascal Per Pia Priya Rich Robin Roman Rosa Rose Ruby Sage Scala Stella Till Tim Tina Travis Vera
Victoria Viktor Wendy Winston Xavier
""") - {"Alex", "Clara", "Elena", "Emma", "Kim", "Kyle", "Nora", "Otto", "Priya", "Tim", "Tina"}
# What somebody is, behind a comma: `Ruth Adeyemi, head of support`.
OFFICE = re.compile(
    r", (?:who|head of|director of|professor of|chair of|lead of|founder of|maintainer of|author of"
    r"|our (?!own\b)[a-z]+|the (?:author|maintainer|founder|designer|new|former)|CTO|CEO|CFO|PhD)\b"
)
# A greeting tells a single name whatever it is.
GREETING = re.compile(r"\b(?:hi|hey|hello|dear) $", re.IGNORECASE)
# Between two people of one list.
LIST = re.compile(r",? (?:and|&|und|et|y|и) |, ")
_THANKS = re.compile(r"thank|thx|kudos|credit", re.IGNORECASE)
# The longest link of a list, in characters.
LONGEST_LINK = 6
MAIL = re.compile(r" ?<[^<>\s]+@[^<>\s]+>")
COPYRIGHT = re.compile(r"\bCopyright (?:\(c\) |© )?(?:\d{4}(?:[-–,]\s?\d{4})*,? )?$", re.IGNORECASE)
# A line that lists who is there.
_ROLL = re.compile(
    r"^[\s>*#_-]{0,12}(?:attendees|participants|present|attending|invited|excused|apologies"
    r"|speakers|authors|reviewers|assignees|who)[*_]{0,2}:[*_]{0,2} [^\n:;.!?()]{0,160}$",
    re.IGNORECASE,
)


def strong_cue(before: str) -> str | None:
    """Return the cue at the end of a text, unless it goes before things as well."""
    cue = _CUE.search(before)
    return cue.group() if cue is not None and _WEAK.fullmatch(cue.group()) is None else None


def is_of_thanks(cue: str) -> bool:
    """Say whether a cue thanks, which one does for things too."""
    return _THANKS.match(cue) is not None


def is_on_roll(before: str) -> bool:
    """Say whether a text ends within a line that lists people."""
    line = before.rpartition("\n")[2]
    return line.rstrip(" ")[-1:] in {":", ",", "*", "d", "&"} and _ROLL.match(line) is not None
