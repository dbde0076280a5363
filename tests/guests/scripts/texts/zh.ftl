well = 好
