-- One row per platform and platform above it (or itself): how far, and the way from the top. Circles are cut where they
-- close, so that a wrong parent never loses a platform.
with recursive
shared_platform as not materialized (select * from {{ ref('shared_platform') }}),

climb as (
    select
        platform_id,
        platform_id as ancestor_id,
        parent_platform_id as next_id,
        0 as steps,
        platform_id as way
    from shared_platform
    union all
    select
        climb.platform_id,
        above.platform_id as above_id,
        above.parent_platform_id,
        climb.steps + 1,
        above.platform_id || '/' || climb.way
    from climb
    inner join shared_platform as above on climb.next_id = above.platform_id
    where position(above.platform_id in climb.way) = 0
)

select
    platform_id,
    ancestor_id,
    steps,
    way,
    steps = max(steps) over (partition by platform_id) as is_root
from climb
