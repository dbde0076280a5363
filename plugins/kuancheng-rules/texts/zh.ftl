visit-high = 高风险对象逾期未访
because-overdue-high = 高风险对象（含留守儿童、独自居住的未成年人）每 { $days } 天至少走访一次，已逾期
visit-key = 重点对象逾期未访
because-overdue-key = 重点对象（含流动人口中的未满14周岁儿童）每 { $days } 天至少走访一次，已逾期
visit-newcomer = 流动人口逾期未访
because-overdue-newcomer = 流动人口每 { $days } 天至少走访一次，已逾期
visit-ordinary = 逾期未访
because-overdue-ordinary = 一般对象每 { $days } 天至少走访一次，已逾期

mend-light = 修复楼道照明
because-light = 有物业服务的小区，楼道照明由物业服务企业在 { $hours } 小时内修复
because-shared = 物业服务人应当妥善维修、养护业主共有部分
because-unmanaged = 没有物业服务的楼院，由社区联系产权单位在 { $days } 个工作日内修复
light-again = 楼道照明反复损坏或逾期未修，请街道督促物业服务企业
because-light-again = 同一处照明反复损坏或逾期未修，由街道督促整改

free-them = 立即救援被困人员
go-and-see = 电梯可能困人，请到现场安抚并核实
because-trapped = 电梯困人或不能排除困人，维保人员应当在 { $minutes } 分钟内到达现场
mend-lift = 检修电梯；不能当日修复的，公示修复时间
because-lift-stands = 电梯停运且无人被困，{ $hours } 小时内修复或公示修复时间
