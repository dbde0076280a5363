visit-high = 高风险对象逾期未访
because-overdue-high = 高风险对象（含独居且住无电梯楼房高层的高龄老人）每 { $days } 天至少走访一次，已逾期
visit-key = 重点对象逾期未访
because-overdue-key = 重点对象（含独居或住无电梯楼房高层的高龄老人）每 { $days } 天至少走访一次，已逾期
visit-ordinary = 逾期未访
because-overdue-ordinary = 一般对象每 { $days } 天至少走访一次，已逾期

mediate-noise = 上门劝阻、调解噪声扰民：{ $source ->
    [construction] 施工
    [renovation] 室内装修
    [square-dance] 广场舞
    [shop] 商铺
    [neighbour] 邻里
   *[other] 来源待查
 }
because-exam = 考试日全天为安静时段，两小时内到场（来源：{ $source ->
    [construction] 施工
    [renovation] 室内装修
    [square-dance] 广场舞
    [shop] 商铺
    [neighbour] 邻里
   *[other] 待查
 }）
because-night = 夜间安静时段，两小时内到场（来源：{ $source ->
    [construction] 施工
    [renovation] 室内装修
    [square-dance] 广场舞
    [shop] 商铺
    [neighbour] 邻里
   *[other] 待查
 }）
because-day = 不在安静时段，24小时内上门（来源：{ $source ->
    [construction] 施工
    [renovation] 室内装修
    [square-dance] 广场舞
    [shop] 商铺
    [neighbour] 邻里
   *[other] 待查
 }）
because-duty = 对社会生活噪声扰民行为，基层群众性自治组织应当及时劝阻、调解
report-construction = 安静时段施工噪声，请区有关部门依法处理
because-construction = 安静时段施工由区有关部门依法处理，社区只作劝阻

old-building-watch = { $region }老旧楼院专报
about-watch = 统计 { $until } 年及以前建成的楼房；“高层无电梯老人”指 { $age } 岁以上、住在无电梯楼房 { $floor } 层及以上的居民。
about-suppressed = 为保护个人信息，人数过少的格子不予显示。
who-lives-there = 居住情况
area = 网格（街道）
no-grid = 未划入网格
residents = 老旧楼居民
upstairs = 高层无电梯老人
share = 占比（%）
alone = 其中独居
