"""Dashboard: pages in Chinese for leaders and analysts, read from a published release only.

Nothing lives here yet; its own issue builds it. What does not belong here: any query of the work file, any
figure that no mart has, any address outside the house (maps, fonts and scripts are shipped).
"""
