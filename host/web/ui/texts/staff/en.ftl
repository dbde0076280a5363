## What all pages for staff say

staff-ways = What staff do
staff-way-reports = Reports
staff-lead-reports = Choose a region and days; run, read, print or download
staff-way-figures = Figures
staff-lead-figures = People, houses and visits at a glance, down to the grid
staff-way-imports = Imports
staff-lead-imports = People, houses and organisations from Excel or CSV, every row checked
staff-way-duplicates = Duplicates
staff-lead-duplicates = Records that may be one person: merge them or keep them apart, and undo it
staff-way-quality = Data quality
staff-lead-quality = Scores by region, what is wrong, and where
staff-way-fields = Fields
staff-lead-fields = Local fields, the register of fields, and the burden of collecting
staff-way-sources = Sources
staff-lead-sources = Feeds from elsewhere, switched on and off
staff-reason = Reason (kept on record)
staff-busy = Working…
staff-leave = Cancel
withheld = not shown
