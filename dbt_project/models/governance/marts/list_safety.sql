-- One row per open problem on the 安全（生产）治理清单 of a region that sets it, in the newest month of the mart, under the
-- region's own name.
{{ issue_list('safety') }}
