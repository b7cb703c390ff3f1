"""The Quark's own UnitTests, in a real sclang with a real server and engine; all counted."""

from __future__ import annotations

import re

from tests.supercollider.quark import QUARK, Language

RUN = """
fork {
    var classes = UnitTest.allSubclasses.select { |class|
        class.filenameSymbol.asString.beginsWith("QUARK".getenv)
    };
    var ran = classes.collect { |class| class.findTestMethods.size }.sum;
    UnitTest.reset;
    UnitTest.passVerbosity = UnitTest.brief;
    ~broken = [];
    fork({
        classes.do { |class|
            { class.run(false, false) }.try { |error|
                error.reportError;
                ~broken = ~broken.add(class.name);
            }
        };
        ~ran = ran;
    }, AppClock);
}
"""


def test_every_unit_test_runs_and_passes(language: Language) -> None:
    written = sum(
        len(re.findall(r"^\ttest_\w+ \{", path.read_text("utf-8"), flags=re.MULTILINE))
        for path in QUARK.glob("Tests/*.sc")
    )
    language.do(RUN)
    language.until("~ran.notNil", seconds=120)
    ran, passes = int(language.do("~ran")), int(language.do("UnitTest.passes.size"))
    failures = language.do(
        "UnitTest.failures.collect { |failure| [failure.testMethod.name, failure.message,"
        " failure.details] } ++ ~broken"
    )
    language.rest()
    print(f"{ran} UnitTests, {passes} assertions")
    assert failures == "[  ]"
    assert ran == written > 0
    assert passes >= ran
    assert language.wrong == []
