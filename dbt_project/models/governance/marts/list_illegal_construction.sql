-- One row per open problem on the 违法建设治理清单 of a region that sets it, in the newest month of the mart, under the
-- region's own name. 诸暨 sets none: no row there, and gov_list says so.
{{ issue_list('illegal_construction') }}
