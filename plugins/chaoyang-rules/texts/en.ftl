visit-high = High risk, visit overdue
because-overdue-high = Those at high risk (also the old who live alone and upstairs without a lift) are visited at least every { $days } days; this is overdue
visit-key = Key person, visit overdue
because-overdue-key = Key persons (also the old who live alone, or upstairs without a lift) are visited at least every { $days } days; this is overdue
visit-ordinary = Visit overdue
because-overdue-ordinary = Everybody else is visited at least every { $days } days; this is overdue

mediate-noise = Call on them, dissuade and mediate: { $source ->
    [construction] construction
    [renovation] renovation
    [square-dance] square dancing
    [shop] a shop
    [neighbour] neighbours
   *[other] source to be found
 }
because-exam = On exam days it is quiet all day; be there within two hours (source: { $source ->
    [construction] construction
    [renovation] renovation
    [square-dance] square dancing
    [shop] a shop
    [neighbour] neighbours
   *[other] to be found
 })
because-night = It is the quiet night; be there within two hours (source: { $source ->
    [construction] construction
    [renovation] renovation
    [square-dance] square dancing
    [shop] a shop
    [neighbour] neighbours
   *[other] to be found
 })
because-day = Outside the quiet hours, within 24 hours (source: { $source ->
    [construction] construction
    [renovation] renovation
    [square-dance] square dancing
    [shop] a shop
    [neighbour] neighbours
   *[other] to be found
 })
because-duty = Residents’ committees dissuade from and mediate about neighbourhood noise in good time
report-construction = Construction noise in quiet hours; the district’s authority is asked to deal with it
because-construction = Construction in quiet hours is for the district’s authority; the community only dissuades

old-building-watch = { $region }: watch on old buildings
about-watch = Buildings finished in { $until } or before; “old and upstairs” are residents of { $age } and older on floor { $floor } or above without a lift.
about-suppressed = Cells with too few people are not shown, to protect them.
who-lives-there = Who lives there
area = Grid or street
no-grid = In no grid
residents = Residents of old buildings
upstairs = Old and upstairs without a lift
share = Share (%)
alone = Of these alone
