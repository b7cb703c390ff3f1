"""The styles of the model that plays, on the page in the real Chromium."""

from __future__ import annotations

import pytest

from tests.support.chromium import Visit
from tests.support.served import Served, told

pytestmark = pytest.mark.timeout(300)

SELECT = "document.querySelector('#c-perf-param-style')"
NAMES = f"[...{SELECT}.options].map((one) => one.textContent).join()"


def test_a_style_of_the_model_can_be_chosen_and_goes_with_the_model(
    visit: Visit, site: Served
) -> None:
    with told(site) as ear:
        visit.tab("controls")
        visit.until(f"{NAMES} === 'none'")
        ear.say("/perf/model/load", "broad")
        visit.until(f"{NAMES}.startsWith('none,chopin,irish,')")
        visit.page.locator("#c-perf-param-style").select_option(label="irish")
        visit.until("perf.store.get('/perf/param/style') === 2")
        ear.say("/perf/param/style")
        ear.until(lambda: ear.told("/perf/param/style") == [[2]])
        ear.say("/perf/model/load", "general")
        visit.until(f"{NAMES} === 'none' && {SELECT}.value === '0'")
    assert visit.faults == []
