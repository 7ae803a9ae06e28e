"""Policy: ``python -m docs.policy_page`` writes ``docs/policy.md`` of the checkout it runs in."""

from __future__ import annotations

from pathlib import Path

from docs.policy_page.page import render
from docs.policy_page.seeds import read_all


def main() -> None:
    """Write the page."""
    target = Path("docs/policy.md")
    target.write_text(render(read_all()), encoding="utf-8")
    print(f"{target} written")


if __name__ == "__main__":
    main()
