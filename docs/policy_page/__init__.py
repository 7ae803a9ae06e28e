"""Policy: the plans as the warehouse understands them, as a page a person can check against the documents.

Lives here: reading the policy seeds and rendering ``docs/policy.md`` from them (``python -m docs.policy_page``). Does
not live here: any rule, threshold or target (those are seeds), nor how they are applied (that is dbt).
"""
