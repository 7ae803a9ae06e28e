-- One row per open problem on the 消防安全治理清单 of a region that sets it, in the newest month of the mart, under the
-- region's own name.
{{ issue_list('fire') }}
