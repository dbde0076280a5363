## Fire

kind-not-mine = This rule does not speak on events of kind { $kind }
clear-lane = Go there, have what blocks the fire lane moved, and see it clear
tell-property-lane = The fire lane is blocked; stop it at once, and report to fire and rescue those who will not listen
because-lane-blocked = Nobody may occupy, block or close a fire lane (by: { $blocker ->
    [resident] a resident
    [shop] a shop
    [property-firm] the property firm
   *[other] not known yet
 })
move-ebike = Go there and have the e-bike moved to a charger outside
because-ebike-home = A battery that burns at home endangers the whole building; everybody has to prevent fires
because-ebike-high-rise = Parking or charging e-bikes in lobbies, corridors, stairwells or exits of high-rise buildings is forbidden (place: { $place ->
    [stairwell] stairwell
    [corridor] corridor
    [lobby] lobby
    [exit] exit
   *[other] a shared part
 })
because-ebike-exit = Parking and charging occupy an escape route, which nobody may do (place: { $place ->
    [stairwell] stairwell
    [corridor] corridor
    [lobby] lobby
    [exit] exit
   *[other] a shared part
 })
fire-again = A fire hazard keeps coming back; the street is asked to report it to fire and rescue
because-fire-again = It came back after persuasion; orders and fines are for fire and rescue, a community has no such power

## Noise

mediate-noise = Call on them, dissuade and mediate: { $source ->
    [construction] construction
    [renovation] renovation
    [square-dance] square dancing
    [shop] a shop
    [neighbour] neighbours
   *[other] source to be found
 }
because-noise = Residents’ committees dissuade from and mediate about neighbourhood noise in good time (source: { $source ->
    [construction] construction
    [renovation] renovation
    [square-dance] square dancing
    [shop] a shop
    [neighbour] neighbours
   *[other] to be found
 })
because-renovation = Renovation in residential buildings is limited to the permitted hours
report-construction = Construction noise at night; the district’s authority is asked to deal with it
because-construction-at-night = Noisy construction is forbidden at night (22:00 to 6:00) where people live, and is not the community’s to deal with

## Stairwell lights

mend-light = Have the property firm or owner mend the stairwell light
because-light = Shared parts are to be kept in repair; within { $days } working days

## Serious incidents

visit-after-incident = A visit after a serious incident: { $what ->
    [fall] a fall
    [hospital] hospital
    [bereavement] a death in the family
    [fire] a fire
    [missing] missing
   *[other] another incident
 }
because-high-risk = A serious incident ({ $what ->
    [fall] a fall
    [hospital] hospital
    [bereavement] a death in the family
    [fire] a fire
    [missing] missing
   *[other] another incident
 }) befell somebody at high risk: a visit within 24 hours
because-risk-unknown = A serious incident ({ $what ->
    [fall] a fall
    [hospital] hospital
    [bereavement] a death in the family
    [fire] a fire
    [missing] missing
   *[other] another incident
 }); age, living or care situation is not recorded, so high risk cannot be ruled out: a visit within 24 hours
tell-incident = An incident befell a resident, please ring: { $what ->
    [fall] a fall
    [hospital] hospital
    [bereavement] a death in the family
    [fire] a fire
    [missing] missing
   *[other] another incident
 }
because-not-high-risk = An incident ({ $what ->
    [fall] a fall
    [hospital] hospital
    [bereavement] a death in the family
    [fire] a fire
    [missing] missing
   *[other] another incident
 }) befell somebody who is not at high risk: visits go on as before

## Frequency of visits

visit-high = High risk, visit overdue
because-overdue-high = Those at high risk are visited at least every { $days } days; this is overdue
visit-key = Key person, visit overdue
because-overdue-key = Key persons are visited at least every { $days } days; this is overdue
visit-ordinary = Visit overdue
because-overdue-ordinary = Everybody else is visited at least every { $days } days; this is overdue

## Monthly grid report

grid-monthly = { $region }: monthly grid report ({ $first } to { $last })
households = Households
persons = Persons
events = Events
undecided = Not decided yet
visits = Visits
findings = Findings
work-orders = Work orders
by-area = By grid or area
by-kind = Events by kind and status
events-and-visits = Events and visits
area = Grid or area
no-grid = In no grid
kind = Kind
status = Status
kind-fire-lane-blocked = Fire lane blocked
kind-ebike-indoor-charging = E-bike charged indoors
kind-noise = Noise
kind-stairwell-light-out = Stairwell light out
kind-serious-incident = Serious incident
status-undecided = Kept, not decided yet
status-decided = Decided
status-refused = Refused by the host
about-figures = Events count by the day they happened, visits by the day they were filled in; first and last day included.
