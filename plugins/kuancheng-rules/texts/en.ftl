visit-high = High risk, visit overdue
because-overdue-high = Those at high risk (also children left behind or living on their own) are visited at least every { $days } days; this is overdue
visit-key = Key person, visit overdue
because-overdue-key = Key persons (also newcomers’ children under 14) are visited at least every { $days } days; this is overdue
visit-newcomer = Newcomer, visit overdue
because-overdue-newcomer = Newcomers are visited at least every { $days } days; this is overdue
visit-ordinary = Visit overdue
because-overdue-ordinary = Everybody else is visited at least every { $days } days; this is overdue

mend-light = Mend the stairwell light
because-light = Where there is a property firm, it mends stairwell lights within { $hours } hours
because-shared = The property firm keeps the owners’ shared parts in repair
because-unmanaged = Where there is none, the community has the owner mend it within { $days } working days
light-again = A stairwell light keeps failing or is overdue; the street is asked to press the property firm
because-light-again = The same light keeps failing or is overdue, and the street presses for repair

free-them = Free those inside at once
go-and-see = Somebody may be trapped in a lift; please go, calm them and see
because-trapped = Somebody is or may be trapped; the maintenance firm must be there within { $minutes } minutes
mend-lift = Mend the lift; if not today, post when
because-lift-stands = A lift stands with nobody inside: mended, or a date posted, within { $hours } hours
