welcome = 走访新迁入的居民
because-moved-in = 新居民（{ $persons } 人）迁入，{ $days } 个工作日内走访
tell-landlord = 有人租住，请提醒房东到派出所备案
because-rented = 出租房屋应当登记
visit-child = 新迁入家庭有儿童，尽快走访
because-child = 新迁入的儿童优先走访
visit-newcomer = 新迁入居民首次走访
because-newcomer = 迁入 { $days } 天内应当走访一次，已超过

report = 新居民情况
total = 全部居民
newcomers = 新居民
share = 新居民占比（%）
by-street = 各街道
street = 街道
visited = 走访过的
