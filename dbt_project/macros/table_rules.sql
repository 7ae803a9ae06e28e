{#
  One query per table instead of dozens: `unique_key` columns (NULL counts as a value) and named `rules`
  (predicates that hold for every row; NULL holds). Each failing group is a row with the rule's name.
#}
{% test table_rules(model, unique_key, rules={}) %}
    select
        'unique_key' as rule_name,
        count(*) as failing_rows
    from (
        select 1 as one
        from {{ model }}
        group by {{ unique_key | join(', ') }}
        having count(*) > 1
    ) as duplicates
    having count(*) > 0
    {%- for name, predicate in rules.items() %}
    union all
    select
        '{{ name }}' as rule_name,
        count(*) as failing_rows
    from {{ model }}
    where not ({{ predicate }})
    having count(*) > 0
    {%- endfor %}
{% endtest %}
