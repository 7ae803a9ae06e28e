"""docs/policy.md is what the policy seeds render, and shows them all."""

from __future__ import annotations

from docs.policy_page import page, seeds
from tests.support.places import ROOT


def test_the_page_is_what_the_seeds_render():
    told = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
    assert told == page.render(seeds.read_all()), "run: python -m docs.policy_page"


def test_the_page_shows_every_policy_seed_and_notices_an_edit():
    every = seeds.read_all()
    text = page.render(every)
    for name in seeds.names():
        assert f"`{name}`" in text, "a seed nobody can see: give it a Table in docs/policy_page/tables.py"
    tier = {**every["policy_tier"][0], "upper_value": "4.5"}
    assert "| 4.5 |" in page.render({**every, "policy_tier": [tier, *every["policy_tier"][1:]]})
