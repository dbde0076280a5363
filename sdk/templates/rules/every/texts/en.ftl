welcome = Visit the new residents
because-moved-in = New residents ({ $persons }) moved in; they are visited within { $days } working days
tell-landlord = They rent; please remind the landlord to register the lease
because-rented = Lets are registered
visit-child = A child is among the new residents; visit them soon
because-child = Children who moved in are visited first
visit-newcomer = First visit to a new resident
because-newcomer = New residents are visited within { $days } days; this is overdue

report = New residents
total = All residents
newcomers = New residents
share = Share of new residents (%)
by-street = By street
street = Street
visited = Visited
