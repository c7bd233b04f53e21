* 加古川市 保育 2020–2024（公表値）
* goal 1: g1
* goal 2: g2
NAME kakuho FREE
ROWS
 N goal[1]
 N goal[2]
 E need[a,childcare,2020]
 E need[a,childcare,2021]
 E need[a,childcare,2022]
 E need[a,childcare,2023]
 E need[a,childcare,2024]
 E need[b,childcare,2020]
 E need[b,childcare,2021]
 E need[b,childcare,2022]
 E need[b,childcare,2023]
 E need[b,childcare,2024]
 E need[c,childcare,2020]
 E need[c,childcare,2021]
 E need[c,childcare,2022]
 E need[c,childcare,2023]
 E need[c,childcare,2024]
 L seats[a,childcare,2020]
 L seats[a,childcare,2021]
 L seats[a,childcare,2022]
 L seats[a,childcare,2023]
 L seats[a,childcare,2024]
 L seats[b,childcare,2020]
 L seats[b,childcare,2021]
 L seats[b,childcare,2022]
 L seats[b,childcare,2023]
 L seats[b,childcare,2024]
 L seats[c,childcare,2020]
 L seats[c,childcare,2021]
 L seats[c,childcare,2022]
 L seats[c,childcare,2023]
 L seats[c,childcare,2024]
 L units[add_a]
 L units[add_b]
 L units[add_c]
COLUMNS
 MARKER 'MARKER' 'INTORG'
 open[add_a,2020] goal[2] 1
 open[add_a,2020] seats[a,childcare,2020] -1
 open[add_a,2020] seats[a,childcare,2021] -1
 open[add_a,2020] seats[a,childcare,2022] -1
 open[add_a,2020] seats[a,childcare,2023] -1
 open[add_a,2020] seats[a,childcare,2024] -1
 open[add_a,2020] units[add_a] 1
 open[add_a,2021] goal[2] 1
 open[add_a,2021] seats[a,childcare,2021] -1
 open[add_a,2021] seats[a,childcare,2022] -1
 open[add_a,2021] seats[a,childcare,2023] -1
 open[add_a,2021] seats[a,childcare,2024] -1
 open[add_a,2021] units[add_a] 1
 open[add_a,2022] goal[2] 1
 open[add_a,2022] seats[a,childcare,2022] -1
 open[add_a,2022] seats[a,childcare,2023] -1
 open[add_a,2022] seats[a,childcare,2024] -1
 open[add_a,2022] units[add_a] 1
 open[add_a,2023] goal[2] 1
 open[add_a,2023] seats[a,childcare,2023] -1
 open[add_a,2023] seats[a,childcare,2024] -1
 open[add_a,2023] units[add_a] 1
 open[add_a,2024] goal[2] 1
 open[add_a,2024] seats[a,childcare,2024] -1
 open[add_a,2024] units[add_a] 1
 open[add_b,2020] goal[2] 1
 open[add_b,2020] seats[b,childcare,2020] -1
 open[add_b,2020] seats[b,childcare,2021] -1
 open[add_b,2020] seats[b,childcare,2022] -1
 open[add_b,2020] seats[b,childcare,2023] -1
 open[add_b,2020] seats[b,childcare,2024] -1
 open[add_b,2020] units[add_b] 1
 open[add_b,2021] goal[2] 1
 open[add_b,2021] seats[b,childcare,2021] -1
 open[add_b,2021] seats[b,childcare,2022] -1
 open[add_b,2021] seats[b,childcare,2023] -1
 open[add_b,2021] seats[b,childcare,2024] -1
 open[add_b,2021] units[add_b] 1
 open[add_b,2022] goal[2] 1
 open[add_b,2022] seats[b,childcare,2022] -1
 open[add_b,2022] seats[b,childcare,2023] -1
 open[add_b,2022] seats[b,childcare,2024] -1
 open[add_b,2022] units[add_b] 1
 open[add_b,2023] goal[2] 1
 open[add_b,2023] seats[b,childcare,2023] -1
 open[add_b,2023] seats[b,childcare,2024] -1
 open[add_b,2023] units[add_b] 1
 open[add_b,2024] goal[2] 1
 open[add_b,2024] seats[b,childcare,2024] -1
 open[add_b,2024] units[add_b] 1
 open[add_c,2020] goal[2] 1
 open[add_c,2020] seats[c,childcare,2020] -1
 open[add_c,2020] seats[c,childcare,2021] -1
 open[add_c,2020] seats[c,childcare,2022] -1
 open[add_c,2020] seats[c,childcare,2023] -1
 open[add_c,2020] seats[c,childcare,2024] -1
 open[add_c,2020] units[add_c] 1
 open[add_c,2021] goal[2] 1
 open[add_c,2021] seats[c,childcare,2021] -1
 open[add_c,2021] seats[c,childcare,2022] -1
 open[add_c,2021] seats[c,childcare,2023] -1
 open[add_c,2021] seats[c,childcare,2024] -1
 open[add_c,2021] units[add_c] 1
 open[add_c,2022] goal[2] 1
 open[add_c,2022] seats[c,childcare,2022] -1
 open[add_c,2022] seats[c,childcare,2023] -1
 open[add_c,2022] seats[c,childcare,2024] -1
 open[add_c,2022] units[add_c] 1
 open[add_c,2023] goal[2] 1
 open[add_c,2023] seats[c,childcare,2023] -1
 open[add_c,2023] seats[c,childcare,2024] -1
 open[add_c,2023] units[add_c] 1
 open[add_c,2024] goal[2] 1
 open[add_c,2024] seats[c,childcare,2024] -1
 open[add_c,2024] units[add_c] 1
 serve[a,a,childcare,2020] need[a,childcare,2020] 1
 serve[a,a,childcare,2020] seats[a,childcare,2020] 1
 serve[a,a,childcare,2021] need[a,childcare,2021] 1
 serve[a,a,childcare,2021] seats[a,childcare,2021] 1
 serve[a,a,childcare,2022] need[a,childcare,2022] 1
 serve[a,a,childcare,2022] seats[a,childcare,2022] 1
 serve[a,a,childcare,2023] need[a,childcare,2023] 1
 serve[a,a,childcare,2023] seats[a,childcare,2023] 1
 serve[a,a,childcare,2024] need[a,childcare,2024] 1
 serve[a,a,childcare,2024] seats[a,childcare,2024] 1
 serve[b,b,childcare,2020] need[b,childcare,2020] 1
 serve[b,b,childcare,2020] seats[b,childcare,2020] 1
 serve[b,b,childcare,2021] need[b,childcare,2021] 1
 serve[b,b,childcare,2021] seats[b,childcare,2021] 1
 serve[b,b,childcare,2022] need[b,childcare,2022] 1
 serve[b,b,childcare,2022] seats[b,childcare,2022] 1
 serve[b,b,childcare,2023] need[b,childcare,2023] 1
 serve[b,b,childcare,2023] seats[b,childcare,2023] 1
 serve[b,b,childcare,2024] need[b,childcare,2024] 1
 serve[b,b,childcare,2024] seats[b,childcare,2024] 1
 serve[c,c,childcare,2020] need[c,childcare,2020] 1
 serve[c,c,childcare,2020] seats[c,childcare,2020] 1
 serve[c,c,childcare,2021] need[c,childcare,2021] 1
 serve[c,c,childcare,2021] seats[c,childcare,2021] 1
 serve[c,c,childcare,2022] need[c,childcare,2022] 1
 serve[c,c,childcare,2022] seats[c,childcare,2022] 1
 serve[c,c,childcare,2023] need[c,childcare,2023] 1
 serve[c,c,childcare,2023] seats[c,childcare,2023] 1
 serve[c,c,childcare,2024] need[c,childcare,2024] 1
 serve[c,c,childcare,2024] seats[c,childcare,2024] 1
 MARKER 'MARKER' 'INTEND'
 unmet[a,childcare,2020] goal[1] 1
 unmet[a,childcare,2020] need[a,childcare,2020] 1
 unmet[a,childcare,2021] goal[1] 1
 unmet[a,childcare,2021] need[a,childcare,2021] 1
 unmet[a,childcare,2022] goal[1] 1
 unmet[a,childcare,2022] need[a,childcare,2022] 1
 unmet[a,childcare,2023] goal[1] 1
 unmet[a,childcare,2023] need[a,childcare,2023] 1
 unmet[a,childcare,2024] goal[1] 1
 unmet[a,childcare,2024] need[a,childcare,2024] 1
 unmet[b,childcare,2020] goal[1] 1
 unmet[b,childcare,2020] need[b,childcare,2020] 1
 unmet[b,childcare,2021] goal[1] 1
 unmet[b,childcare,2021] need[b,childcare,2021] 1
 unmet[b,childcare,2022] goal[1] 1
 unmet[b,childcare,2022] need[b,childcare,2022] 1
 unmet[b,childcare,2023] goal[1] 1
 unmet[b,childcare,2023] need[b,childcare,2023] 1
 unmet[b,childcare,2024] goal[1] 1
 unmet[b,childcare,2024] need[b,childcare,2024] 1
 unmet[c,childcare,2020] goal[1] 1
 unmet[c,childcare,2020] need[c,childcare,2020] 1
 unmet[c,childcare,2021] goal[1] 1
 unmet[c,childcare,2021] need[c,childcare,2021] 1
 unmet[c,childcare,2022] goal[1] 1
 unmet[c,childcare,2022] need[c,childcare,2022] 1
 unmet[c,childcare,2023] goal[1] 1
 unmet[c,childcare,2023] need[c,childcare,2023] 1
 unmet[c,childcare,2024] goal[1] 1
 unmet[c,childcare,2024] need[c,childcare,2024] 1
RHS
 RHS need[a,childcare,2020] 4505
 RHS need[a,childcare,2021] 4359
 RHS need[a,childcare,2022] 4186
 RHS need[a,childcare,2023] 4045
 RHS need[a,childcare,2024] 3957
 RHS need[b,childcare,2020] 576
 RHS need[b,childcare,2021] 567
 RHS need[b,childcare,2022] 558
 RHS need[b,childcare,2023] 555
 RHS need[b,childcare,2024] 551
 RHS need[c,childcare,2020] 995
 RHS need[c,childcare,2021] 944
 RHS need[c,childcare,2022] 896
 RHS need[c,childcare,2023] 823
 RHS need[c,childcare,2024] 771
 RHS seats[a,childcare,2020] 4074
 RHS seats[a,childcare,2021] 4074
 RHS seats[a,childcare,2022] 4074
 RHS seats[a,childcare,2023] 4074
 RHS seats[a,childcare,2024] 4074
 RHS seats[b,childcare,2020] 550
 RHS seats[b,childcare,2021] 550
 RHS seats[b,childcare,2022] 550
 RHS seats[b,childcare,2023] 550
 RHS seats[b,childcare,2024] 550
 RHS seats[c,childcare,2020] 934
 RHS seats[c,childcare,2021] 934
 RHS seats[c,childcare,2022] 934
 RHS seats[c,childcare,2023] 934
 RHS seats[c,childcare,2024] 934
 RHS units[add_a] 4505
 RHS units[add_b] 576
 RHS units[add_c] 995
RANGES
 RANGES units[add_a] 4505
 RANGES units[add_b] 576
 RANGES units[add_c] 995
BOUNDS
 UP BOUNDS open[add_a,2020] 4505
 UP BOUNDS open[add_a,2021] 4505
 UP BOUNDS open[add_a,2022] 4505
 UP BOUNDS open[add_a,2023] 4505
 UP BOUNDS open[add_a,2024] 4505
 UP BOUNDS open[add_b,2020] 576
 UP BOUNDS open[add_b,2021] 576
 UP BOUNDS open[add_b,2022] 576
 UP BOUNDS open[add_b,2023] 576
 UP BOUNDS open[add_b,2024] 576
 UP BOUNDS open[add_c,2020] 995
 UP BOUNDS open[add_c,2021] 995
 UP BOUNDS open[add_c,2022] 995
 UP BOUNDS open[add_c,2023] 995
 UP BOUNDS open[add_c,2024] 995
 UP BOUNDS serve[a,a,childcare,2020] 4505
 UP BOUNDS serve[a,a,childcare,2021] 4359
 UP BOUNDS serve[a,a,childcare,2022] 4186
 UP BOUNDS serve[a,a,childcare,2023] 4045
 UP BOUNDS serve[a,a,childcare,2024] 3957
 UP BOUNDS serve[b,b,childcare,2020] 576
 UP BOUNDS serve[b,b,childcare,2021] 567
 UP BOUNDS serve[b,b,childcare,2022] 558
 UP BOUNDS serve[b,b,childcare,2023] 555
 UP BOUNDS serve[b,b,childcare,2024] 551
 UP BOUNDS serve[c,c,childcare,2020] 995
 UP BOUNDS serve[c,c,childcare,2021] 944
 UP BOUNDS serve[c,c,childcare,2022] 896
 UP BOUNDS serve[c,c,childcare,2023] 823
 UP BOUNDS serve[c,c,childcare,2024] 771
 UP BOUNDS unmet[a,childcare,2020] 4505
 UP BOUNDS unmet[a,childcare,2021] 4359
 UP BOUNDS unmet[a,childcare,2022] 4186
 UP BOUNDS unmet[a,childcare,2023] 4045
 UP BOUNDS unmet[a,childcare,2024] 3957
 UP BOUNDS unmet[b,childcare,2020] 576
 UP BOUNDS unmet[b,childcare,2021] 567
 UP BOUNDS unmet[b,childcare,2022] 558
 UP BOUNDS unmet[b,childcare,2023] 555
 UP BOUNDS unmet[b,childcare,2024] 551
 UP BOUNDS unmet[c,childcare,2020] 995
 UP BOUNDS unmet[c,childcare,2021] 944
 UP BOUNDS unmet[c,childcare,2022] 896
 UP BOUNDS unmet[c,childcare,2023] 823
 UP BOUNDS unmet[c,childcare,2024] 771
ENDATA
