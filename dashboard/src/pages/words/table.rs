//! The words, in English and Chinese.

use order::Language;

macro_rules! words {
    ($($name:ident: $en:literal, $zh:literal;)*) => {
        /// The words of one language.
        #[derive(Debug)]
        pub(crate) struct Words {
            /// The language they are in.
            pub(crate) language: Language,
            $(#[doc = $en] pub(crate) $name: &'static str,)*
        }

        /// English.
        pub(crate) static EN: Words = Words { language: Language::En, $($name: $en,)* };

        /// Simplified Chinese.
        pub(crate) static ZH: Words = Words { language: Language::Zh, $($name: $zh,)* };
    };
}

words! {
    // The frame of every page.
    lang: "en", "zh";
    other_lang: "zh", "en";
    other_language: "中文", "English";
    skip_to_content: "Skip to content", "跳到正文";
    main_menu: "Main menu", "主菜单";
    you_are_here: "You are here", "当前位置";
    more_pages: "More pages", "翻页";
    previous: "Previous", "上一页";
    next: "Next", "下一页";
    filter: "Filter", "筛选";
    show_all: "Show all", "查看全部";
    sign_out: "Sign out", "退出";
    signed_in_as: "Signed in as", "当前账号：";
    home: "Home", "首页";
    kiosks: "Kiosks", "自助机";
    sales: "Sales", "营收";
    prices: "Prices", "价格";

    // The door.
    sign_in: "Sign in", "登录";
    sign_in_lead: "See how your kiosks are doing and what they earned.", "查看每台自助机的状态和营收。";
    your_name: "Name", "用户名";
    password: "Password", "密码";
    password_again: "Password, once more", "再输入一次密码";
    password_rule: "At least 12 characters. A short sentence is easy to remember.", "至少 12 个字符，用一句话最好记。";
    password_short: "This password is too short: at least 12 characters.", "密码太短，至少需要 12 个字符。";
    passwords_differ: "The two passwords are not the same.", "两次输入的密码不一样。";
    sign_in_wrong: "Name or password is wrong. Please try again.", "用户名或密码不对，请再试一次。";
    signed_out_form: "This page was open for too long, so nothing was changed. Please try again.", "页面打开太久，没有做任何更改，请再试一次。";
    set_up_title: "Set up Minilab", "开始使用 Minilab";
    set_up_lead: "Create the first manager. There is no default password; this link works once.", "创建第一个管理员。系统没有默认密码，此链接只能使用一次。";
    set_up_button: "Create and sign in", "创建并登录";
    link_dead_title: "This link no longer works", "链接已失效";
    link_dead: "A set-up link works once and for 24 hours. Restart the dashboard to get a new one, or sign in.", "设置链接只能使用一次，24 小时内有效。重新启动服务会得到新链接；已有账号请直接登录。";
    name_needed: "Please enter a name of up to 60 characters.", "请输入名称，最多 60 个字。";
    not_found_title: "There is nothing here", "没有找到这个页面";
    not_found: "The address may be old, or a character is missing.", "地址可能已经过期，或者少了字符。";
    refused_title: "This was not done", "操作没有执行";
    refused: "The request did not come from this dashboard's own page, so nothing was changed.", "请求不是从本页面发出的，没有做任何更改。";
    failed_title: "That did not work", "暂时无法完成";
    failed: "The dashboard could not reach its database. Nothing was changed. Please try again in a minute.", "暂时连不上数据库，没有做任何更改，请稍后再试。";
    to_home: "To the first page", "回到首页";

    // Home.
    needs_you_now: "Needs you now", "待处理";
    nothing_needs_you: "Every kiosk is well.", "所有自助机运行正常。";
    earned_today: "Earned today", "今日营收";
    earned: "Earned", "营收";
    paper: "Paper", "相纸";
    paper_unknown: "No printer has said yet how many prints are left.", "还没有打印机上报剩余张数。";
    fleet: "Fleet", "全部自助机";
    empty_fleet_title: "Pair your first kiosk", "配对第一台自助机";
    empty_fleet_lead: "No kiosk is paired yet. A new kiosk shows a six-character code on its screen.", "还没有配对的自助机。新机器的屏幕上会显示一个六位配对码。";
    begin_1: "Start the kiosk and let it reach this dashboard.", "启动自助机，确认能连上本系统。";
    begin_2: "Type the code from its screen here, and say where it stands.", "在这里输入屏幕上的配对码，填写摆放地点。";
    begin_3: "It fetches its prices and is ready to sell within seconds.", "几秒钟后它会取得价格，开始营业。";
    set_prices_first: "Set prices first", "先设置价格";

    // Kiosks.
    kiosk: "Kiosk", "自助机";
    status: "Status", "状态";
    region: "Region", "区域";
    site: "Site", "地点";
    last_heartbeat: "Last heartbeat", "最近心跳";
    prints_left: "Prints left", "剩余张数";
    today: "Today", "今日";
    settings: "Settings", "设置版本";
    settings_behind: "A newer version is on its way", "新版本正在下发";
    search_kiosks: "Name, site or region", "名称、地点或区域";
    no_kiosk_found: "No kiosk matches this filter.", "没有符合条件的自助机。";
    any_status: "Any", "全部";
    any_region: "All regions", "全部区域";
    any_kiosk: "All kiosks", "全部自助机";
    trouble: "Needs you", "待处理";
    healthy: "Well", "正常";
    silent: "Silent", "失联";
    needs_help: "Needs help", "需要处理";
    never_seen: "Not heard from yet", "尚未上线";

    // One kiosk.
    heartbeat: "Heartbeat", "心跳";
    printer: "Printer", "打印机";
    settings_in_force: "Settings in force", "当前设置";
    change_prices: "Change prices", "修改价格";
    recent_orders: "Recent orders", "最近订单";
    all_sales_of_kiosk: "All its orders", "这台机器的全部订单";
    no_orders_yet: "No orders yet. They appear here as soon as the first customer pays.", "还没有订单，第一位顾客付款后会显示在这里。";
    name_and_place: "Name and place", "名称和地点";
    save_name_and_place: "Save name and place", "保存名称和地点";
    place_saved: "Saved. The kiosk shows its new name within seconds.", "已保存，几秒钟后自助机会显示新名称。";
    kiosk_name: "Name", "名称";
    kiosk_name_example: "Library hall", "图书馆大厅";
    site_example: "North campus library", "北校区图书馆";
    region_example: "Haidian", "海淀区";
    last: "Last", "最近一次";
    every: "Every", "间隔";
    software: "Software", "软件版本";
    clock: "Clock", "时钟";
    to_upload: "Facts to upload", "待上传记录";
    orders_open: "Open orders", "未完成订单";
    disk_free: "Disk free", "可用磁盘";
    paired: "Paired", "配对时间";
    condition: "Condition", "状态";
    reasons: "It says", "打印机提示";
    sizes_ready: "Can print", "可打印";
    version: "Version", "版本";
    payment_window: "Time to pay", "付款时限";
    working: "Working", "正常";
    stopped: "Stopped", "已停止";
    offline: "Offline", "离线";
    unknown: "Unknown", "未知";
    nothing: "None", "无";

    // Pairing.
    pair_a_kiosk: "Pair a kiosk", "配对自助机";
    pair_lead: "A kiosk that is not paired shows a code. Type it here and say where the kiosk stands.", "未配对的自助机会显示配对码，在这里输入并填写摆放地点。";
    code_on_screen: "Code on its screen", "屏幕上的配对码";
    code_hint: "Six characters; capital or small does not matter.", "六位字符，不区分大小写。";
    code_unknown: "No kiosk shows this code now. Codes change after a while: please read it again.", "没有自助机正在显示这个配对码。配对码会更新，请再看一眼屏幕。";
    code_too_often: "Too many codes were tried. Please wait a minute.", "尝试次数太多，请等一分钟再试。";
    pair_button: "Pair this kiosk", "配对";
    paired_now: "Paired. The kiosk fetches its settings and is ready within seconds.", "配对成功，自助机几秒钟后取得设置并开始营业。";

    // Prices.
    prices_title: "Prices and settings", "价格和设置";
    whole_fleet: "Whole fleet", "全部";
    by_region: "Prices by region", "按区域设置价格";
    has_own: "own", "单独";
    from_the_fleet: "From the fleet", "沿用统一设置";
    own_values: "Own for this region", "本区域单独设置";
    whose_prices: "Whose prices hold here", "本区域使用的价格";
    whose_discounts: "Whose discounts hold here", "本区域使用的优惠";
    discounts: "Discounts", "优惠";
    save_for_region: "Save for this region", "保存到本区域";
    save_for_region_note: "Only kiosks of this region get a new version. What is not its own follows the fleet's next change. Orders already placed keep their price.", "只有本区域的自助机会收到新版本；未单独设置的部分随统一设置变化。已下的订单价格不变。";
    prices_of_prints: "Price of one print", "单张价格";
    five_inch: "5-inch", "5寸";
    six_inch: "6-inch", "6寸";
    eight_inch: "8-inch", "8寸";
    four_small: "4 small on 6-inch", "6寸四联小照";
    index_print: "Index print", "索引照";
    discount: "Discount", "优惠";
    discount_lead: "Taken off the whole order. Leave empty for no discount.", "按整单计算；留空表示没有优惠。";
    percent_off: "Per cent off", "优惠百分比";
    from_sheets: "From how many prints", "满多少张";
    volume: "Less for many", "多印优惠";
    volume_lead: "From so many prints of one product on, each of them costs less. Of several steps the best one counts.", "同一产品达到张数后享受优惠；满足多档时取最优惠的一档。";
    windows: "Less at some hours", "时段优惠";
    windows_lead: "A percentage off the whole order. If the discount above is more, that one counts instead: never both.", "按整单打折；与上面的整单优惠不叠加，取较大者。";
    first_free: "First prints free", "首印免费";
    first_free_lead: "The first prints of every order cost nothing, the dearest first. Leave empty for none.", "每单前几张免费，从最贵的算起；留空表示没有。";
    event: "Free event", "免费活动";
    event_lead: "Everything is free until it ends; nothing else counts meanwhile. Leave empty for none.", "活动期间全部免费，其他优惠不计；留空表示没有。";
    product: "Product", "产品";
    any_product: "Any", "不限";
    from_prints: "From prints", "满（张）";
    kind_of_off: "How", "方式";
    percent_kind: "% off", "减 %";
    unit_price_kind: "¥ each", "每张 ¥";
    how_much: "How much", "数值";
    shown_name: "Name customers see", "顾客看到的名称";
    starts: "From", "从";
    ends: "Until", "到";
    on_days: "On", "星期";
    free_prints: "Free prints", "免费张数";
    most_each: "Most prints each", "每人最多（张）";
    add_row: "Add a row", "添加一行";
    remove_row: "Remove", "删除";
    try_basket: "Try a basket", "试算";
    bought_at: "Bought at", "购买时间";
    running: "Running", "运行";
    payment_window_label: "Time a customer has to pay", "顾客付款时限";
    heartbeat_label: "Time between heartbeats", "心跳间隔";
    seconds: "seconds", "秒";
    prints: "prints", "张";
    service_password: "Service password", "维护密码";
    service_password_lead: "The technician types it at the kiosk. Only a hash of it is stored.", "维护人员在自助机上输入，系统只保存哈希值。";
    new_service_password: "New service password", "新的维护密码";
    service_password_rule: "8 to 64 characters. Leave empty to keep it.", "8 到 64 个字符，留空表示不修改。";
    leave_as_is: "Set; leave as it is", "已设置，保持不变";
    none_yet: "None yet: no service screen", "尚未设置，维护界面不可用";
    what_customers_pay: "What customers pay", "顾客实付";
    basket: "Basket", "照片";
    before: "Now", "现在";
    after: "Then", "修改后";
    no_sample: "What customers pay appears here once every field is right.", "填写正确后，这里会显示顾客要付多少。";
    save_for_all: "Save for all kiosks", "保存到全部自助机";
    save_for_all_note: "Kiosks that are online apply it within seconds, the others when they are back. Orders already placed keep their price.", "在线的自助机几秒内生效，离线的上线后生效；已下的订单价格不变。";
    fields_wrong: "Nothing was saved: some fields need another value.", "没有保存：有几项需要修改。";
    prices_moved: "Somebody else saved new prices meanwhile. Nothing of yours was saved; these are the prices now.", "其他人刚刚保存了新价格，您的修改没有保存。现在显示的是最新价格。";
    price_or_unsold: "0.01 to 1000.00, or empty: not sold", "0.01 到 1000.00；留空则不出售";
    price_allowed: "0.01 to 1000.00, for example 2.50", "0.01 到 1000.00，例如 2.50";
    percent_allowed: "1 to 90", "1 到 90";
    sheets_allowed: "1 to 200", "1 到 200";
    window_allowed: "60 to 900", "60 到 900";
    interval_allowed: "10 to 3600", "10 到 3600";

    // Sales.
    from_day: "From", "从";
    to_day: "To", "到";
    grouped_by: "Grouped by", "分组";
    by_day: "By day", "按天";
    by_kiosk: "By kiosk", "按自助机";
    by_size: "By size", "按尺寸";
    by_order: "Orders", "订单";
    day: "Day", "日期";
    size: "Size", "尺寸";
    orders: "Orders", "订单";
    sheets: "Prints", "张数";
    paid: "Paid", "实付";
    delivered: "Delivered", "已交付";
    refunded: "Refunded", "已退款";
    open_money: "Still open", "未结";
    csv: "Download CSV", "下载 CSV";
    no_sales: "Nothing was sold in these days.", "这段时间没有订单。";

    // One order.
    order: "Order", "订单";
    receipt: "Receipt", "凭证号";
    time: "Time", "时间";
    money: "Money", "款项";
    what_happened: "What happened", "经过";
    payments_and_refunds: "Payments and refunds", "付款和退款";
    no_payment: "No payment is on record here.", "这里没有付款记录。";
    refunded_by_hand: "I gave the money back", "我已人工退款";
    merchant_number: "Merchant order number", "商户订单号";
    transaction_id: "Transaction", "交易单号";
    refund_number: "Refund number", "退款单号";
    amount: "Amount", "金额";
    state: "State", "状态";
    settled: "Settled", "已结清";
    printing: "Printing", "打印中";
    waiting: "Waiting for payment", "等待付款";
    cancelled: "Not paid", "未付款";
    refunding: "Refunding", "退款中";
    stuck: "Refund stuck", "退款失败";
    by_hand: "Refunded by hand", "已人工退款";

    proof: "Proof", "价格凭据";
    settings_hash: "Settings document", "设置文件";
    customers_receipt: "The customer's receipt", "顾客的凭证页";

    // The customer's receipt.
    your_order: "Your order", "您的订单";
    your_prints: "Prints", "照片";
    your_money: "Payment", "付款";
    total: "Total", "合计";
    questions: "Questions?", "需要帮助？";
    receipt_keeps: "This page always shows how things stand now. You can open it again at any time.", "本页面始终显示最新状态，您可以随时再次打开。";
    receipt_no_photo: "Your photos are not kept, here or anywhere else.", "我们不保存您的照片。";
    receipt_other: "Find another receipt", "查找其他凭证";
    receipt_find_title: "Find your receipt", "查找凭证";
    receipt_find_lead: "Type the code from the kiosk's screen and the number from your own bill. Nobody else has both.", "请输入自助机屏幕上的凭证号，以及您账单中的单号。只有您同时知道这两项。";
    receipt_code: "Receipt code", "凭证号";
    receipt_code_hint: "Six characters, from the kiosk's screen.", "自助机屏幕上的六位字符。";
    bill_number: "Number in your bill", "账单中的单号";
    bill_number_hint: "WeChat: open the payment, then “Transaction ID” or “Merchant order no.”. Alipay: open the bill, then “Order no.”.", "微信：打开支付凭证，查看“交易单号”或“商户单号”。支付宝：打开账单详情，查看“订单号”或“商家订单号”。";
    receipt_find: "Show my receipt", "查看凭证";
    receipt_not_found: "Code and number do not belong together, or one of them has a slip. Please compare both.", "凭证号和单号不匹配，或有输入错误，请核对后再试。";
    receipt_too_often: "Too many tries from here. Please wait a minute.", "尝试次数太多，请等一分钟再试。";
    receipt_unknown_title: "We do not know this receipt", "没有找到这张凭证";
    receipt_unknown: "A character may be missing, or the kiosk has not reported the order yet: then it is here in a few minutes. You can also look for it by its code.", "地址可能少了字符，或者自助机还没有上报订单，请过几分钟再试。您也可以用凭证号查找。";

    // Reconciliation.
    needs_person: "Needs a person", "需要人工处理";
    reconciliation: "Reconciliation", "对账";
    reconciliation_lead: "The providers' bills, our books and what the kiosks reported, compared order by order; and the sheets they delivered, compared with the printers' counters.", "逐笔核对支付平台账单、本系统账目和自助机上报记录，并用打印机计数核对交付张数。";
    billed: "Billed as paid", "账单收款";
    counted: "Paid by our books", "账目收款";
    billed_back: "Billed as refunded", "账单退款";
    counted_back: "Refunded by our books", "账目退款";
    bill_missing: "Its bill is not fetched yet.", "尚未取得账单。";
    no_kiosk: "No kiosk of ours", "非本系统";
    fetch_bill: "Fetch the bill", "取账单";
    fetch_again: "Fetch again", "重新取账单";
    bill_not_ready: "The provider has no bill for this day yet. Bills are made from 9 in the morning of the next day; it will be fetched by itself.", "支付平台还没有当天账单。账单在次日上午 9 点后生成，系统会自动获取。";
    no_provider: "No payment provider is configured.", "尚未配置支付平台。";
    all_agree: "Everything agrees.", "全部一致。";
    difference: "Difference", "差异";
    number: "Number", "单号";
    here: "Here", "我方";
    there: "There", "对方";
    unknown_payment: "In the bill, but not ours", "账单有收款，我方无此单";
    not_counted: "Paid by the bill, not by our books", "账单已付，我方未付";
    not_billed: "Paid by our books, in no bill", "我方已付，账单没有";
    amount_differs: "Another amount was paid", "收款金额不一致";
    unknown_refund: "Refund in the bill, but not ours", "账单有退款，我方无此退款";
    refund_not_billed: "Refunded by our books, in no bill", "我方已退，账单没有";
    refund_undecided: "Refunded by the bill, still open with us", "账单已退，我方未完成";
    refund_differs: "Another amount was refunded", "退款金额不一致";
    kiosk_silent: "Paid, but the kiosk has not reported it", "已付款，自助机没有上报";
    kiosk_differs: "The kiosk reported another amount", "自助机上报金额不一致";
    not_settled: "Paid is not delivered plus refunded", "付款不等于交付加退款";
    printer_more: "The printer counted more sheets than were delivered", "打印机计数多于已交付张数";
    printer_fewer: "The printer counted fewer sheets than were delivered", "打印机计数少于已交付张数";
    printer_replaced: "The printer was replaced, so its count says nothing", "打印机已更换，计数无法核对";
    printer_count_back: "The printer's counter went back, so it says nothing", "打印机计数回退，无法核对";
    printer_unread: "Sheets were delivered, but the printer's counter was not read", "有交付，但没有读到打印机计数";
    printer_counter: "Printer's counter", "打印机计数器";

    // Discount codes.
    codes: "Discount codes", "优惠码";
    codes_lead: "Customers type them at the kiosk. What a code takes off comes last, from what all other discounts left.", "顾客在自助机上输入。优惠码最后计算，在其他优惠之后的金额上再减。";
    no_codes: "There are no codes yet. Give them a name and say what they take off; then type a code of your own, or how many random ones you want to hand out.", "还没有优惠码。请先填写名称和优惠内容，再输入一个自定义的码，或填写要随机生成的个数。";
    codes_note: "What was issued cannot be changed, only withdrawn: every receipt must be provable.", "发放后不能修改，只能撤回：每张凭证都要能核对。";
    issue_codes: "Issue codes", "发放优惠码";
    download_codes: "Download them", "下载";
    code: "Code", "优惠码";
    code_of_your_own: "Code of your own", "自定义的码";
    empty_for_random: "empty for random ones", "留空则随机生成";
    how_many_codes: "How many codes", "个数";
    uses: "Uses", "使用次数";
    uses_of_each: "Orders that may use each", "每个码可用次数";
    empty_for_any: "empty for any number", "留空不限";
    counts_where: "Where and when", "范围";
    taken_off: "Taken off", "已优惠";
    amount_kind: "¥ off", "减（元）";
    free_prints_of: "Free prints of", "免费的产品";
    withdraw: "Withdraw", "撤回";
    withdraw_for_good: "Withdraw for good", "确认撤回";
    what_to_do: "What to do", "操作";
}
