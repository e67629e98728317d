// Written by `npm run generate` from the migrated database. Do not edit.
import type { Generated } from 'kysely'

export interface DB {
  'audit.entry': {
    merchantId: string
    id: string
    at: Date
    action: string
    subjectKind: string
    subjectId: string
    actorId: string | null
    actor: unknown
    ip: string | null
    changes: unknown
    reason: string | null
    approvedBy: string | null
    recordedAt: Generated<Date>
  }
  'audit.seal': {
    merchantId: string
    seq: number
    entryIds: Array<string>
    entryHashes: Array<Buffer>
    hash: Buffer
    sealedAt: Date
  }
  'cashier.cashCount': {
    merchantId: string
    id: string
    shiftId: string
    countNo: number
    denominations: unknown
    cashCents: number
    tenders: unknown
    varianceCents: number
    at: Date
    authorId: string | null
  }
  'cashier.dayClose': {
    merchantId: string
    id: string
    storeId: string
    businessDay: string
    number: number
    at: Date
    closedBy: string | null
    note: string | null
    figures: unknown
    orphanFigures: unknown
    shiftIds: Array<string>
  }
  'cashier.dayOrphan': {
    merchantId: string
    recordId: string
    recordKind: string
    dayCloseId: string
  }
  'cashier.drawerMovement': {
    merchantId: string
    id: string
    shiftId: string
    kind: string
    amountCents: number
    reason: string
    at: Date
    authorId: string | null
  }
  'cashier.offlineLimit': {
    merchantId: string
    deviceId: string
    storedSaleCents: number
    storedMemberCents: number
    storedTotalCents: number
    pointsSale: number
    pointsMember: number
    pointsTotal: number
    changedAt: Date
    changedBy: string | null
  }
  'cashier.offlineSale': {
    merchantId: string
    saleId: string
    storeId: string
    deviceId: string
    sequence: number
    contactAt: Date | null
    receivedAt: Date
    rescuedBy: string | null
    memberId: string | null
    storedCents: number
    points: number
    outcome: string
    upload: unknown
  }
  'cashier.onlineOrder': {
    merchantId: string
    id: string
    kind: string
    memberId: string
    storeId: string
    amountCents: number
    wish: unknown
    agreed: unknown
    paymentId: string | null
    state: string
    refusedCode: string | null
    at: Date
    settledAt: Date | null
  }
  'cashier.parkedSale': {
    merchantId: string
    id: string
    storeId: string
    saleId: string
    memberId: string | null
    label: string | null
    cart: unknown
    lineCount: number
    shownCents: number
    parkedAt: Date
    parkedBy: string | null
    deviceId: string | null
    expiresAt: Date
    endedAt: Date | null
    endedHow: string | null
    endedBy: string | null
  }
  'cashier.parkingRule': {
    merchantId: string
    keepHours: number
  }
  'cashier.readMemberLine': {
    merchantId: string | null
    memberId: string | null
    businessDay: string | null
    itemId: string | null
    itemKind: string | null
    netCents: number | null
    grossCents: number | null
    quantityMilli: number | null
    refundedMilli: number | null
    refundedCents: number | null
  }
  'cashier.readMemberPrice': {
    merchantId: string | null
    saleId: string | null
    memberId: string | null
    businessDay: string | null
    priceListId: string | null
    offCents: number | null
  }
  'cashier.readMemberSale': {
    merchantId: string | null
    saleId: string | null
    memberId: string | null
    storeId: string | null
    businessDay: string | null
    at: Date | null
    netCents: number | null
    discountCents: number | null
    pointsEarned: number | null
    refundedCents: number | null
    isRefunded: boolean | null
  }
  'cashier.readStoredValueShare': {
    merchantId: string | null
    sourceId: string | null
    taxRateBps: number | null
    cents: number | null
  }
  'cashier.readTurnover': {
    merchantId: string | null
    storeId: string | null
    businessDay: string | null
    at: Date | null
    memberId: string | null
    netCents: number | null
    saleCount: number | null
  }
  'cashier.receiptCounter': {
    merchantId: string
    storeId: string
    deviceNumber: number
    lastNumber: number
  }
  'cashier.refund': {
    merchantId: string
    id: string
    saleId: string | null
    refundNo: number
    storeId: string
    deviceId: string | null
    receiptNumber: string
    businessDay: string
    at: Date
    cashierId: string | null
    memberId: string | null
    pricingVersion: string
    fingerprint: string
    netCents: number
    taxCents: number
    paidCents: number
    pointsReversed: number
    reason: string
    approvalId: string | null
    shiftId: string | null
    kind: Generated<string>
  }
  'cashier.refundLine': {
    merchantId: string
    refundId: string
    lineId: string
    quantityMilli: number
    netCents: number
    taxCents: number
    tenderCents: Array<number>
    disposition: string
    itemKind: string | null
    itemId: string | null
    name: string | null
    unitPriceCents: number | null
  }
  'cashier.refundTender': {
    merchantId: string
    refundId: string
    tenderId: string
    kind: string
    amountCents: number
    paidCents: number
    points: Generated<number>
    carriedCents: Generated<number>
    shortUnits: Generated<number>
  }
  'cashier.sale': {
    merchantId: string
    id: string
    storeId: string
    deviceId: string | null
    receiptNumber: string
    businessDay: string
    happenedAt: Date
    at: Date
    cashierId: string | null
    memberId: string | null
    pricingVersion: string
    fingerprint: string
    grossCents: number
    discountCents: number
    manualDiscountCents: number
    waiverCents: number
    netCents: number
    taxCents: number
    changeCents: number
    earnRule: unknown
    earnBasisCents: number
    pointsEarned: number
    note: string | null
    approvalId: string | null
    shiftId: string | null
    reductions: Generated<unknown>
    exchangeRefundId: string | null
  }
  'cashier.saleConflict': {
    merchantId: string
    id: string
    saleId: string
    storeId: string
    deviceId: string
    memberId: string | null
    kind: string
    details: unknown
    proposal: string
    at: Date
    contactedAt: Date | null
    contactedBy: string | null
    resolvedAt: Date | null
    resolvedBy: string | null
    resolution: string | null
    note: string | null
  }
  'cashier.saleLine': {
    merchantId: string
    saleId: string
    lineNo: number
    lineId: string
    itemKind: string
    itemId: string
    name: string
    quantityMilli: number
    isWeighed: boolean
    unitPriceCents: number
    grossCents: number
    discountCents: number
    netCents: number
    taxRateBps: number
    taxCents: number
    earnsPoints: boolean
    tenderCents: Array<number>
    steps: unknown
    salespersonId: string | null
    note: string | null
  }
  'cashier.shift': {
    merchantId: string
    id: string
    storeId: string
    deviceId: string
    businessDay: string
    openedAt: Date
    cashierId: string
    openingCents: number
    openingExpectedCents: number | null
    openingNote: string | null
    handedFrom: string | null
    closedAt: Date | null
    closedBy: string | null
    closeKind: string | null
    leftCents: number | null
    handedTo: string | null
    dayCloseId: string | null
  }
  'cashier.shiftPolicy': {
    merchantId: string
    storeId: string
    isShiftRequired: boolean
    isCountBlind: boolean
    noteAboveCents: number
    approvalAboveCents: number
    version: Generated<number>
  }
  'cashier.taskTiming': {
    merchantId: string
    id: string
    storeId: string
    deviceId: string | null
    task: string
    businessDay: string
    finishedAt: Date
    durationMs: number
    steps: number
    errors: number
    items: number
    isDone: boolean
  }
  'cashier.tender': {
    merchantId: string
    saleId: string
    tenderNo: number
    tenderId: string
    kind: string
    method: string | null
    amountCents: number
    roundingCents: number
    receivedCents: number
    changeCents: number
    points: Generated<number>
    referenceId: string | null
    carriedTenderId: string | null
  }
  'cashier.tenderPolicy': {
    merchantId: string
    storeId: string
    takesWord: boolean
    version: Generated<number>
  }
  'cashier.zReport': {
    merchantId: string
    shiftId: string
    storeId: string
    deviceId: string
    number: number
    businessDay: string
    at: Date
    figures: unknown
    countId: string | null
    varianceCents: number | null
    note: string | null
    approvalId: string | null
    saleIds: Array<string>
    refundIds: Array<string>
    valueIds: Array<string>
  }
  'catalog.barcode': {
    merchantId: string
    barcode: string
    itemId: string
  }
  'catalog.barcodeFormat': {
    merchantId: string
    id: string
    storeId: string
    position: number
    name: string
    pattern: string
    weightDecimals: number
    amountDecimals: number
  }
  'catalog.bundlePart': {
    merchantId: string
    bundleId: string
    itemId: string
    quantityMilli: number
  }
  'catalog.category': {
    merchantId: string
    id: string
    name: string
    parentId: string | null
    position: Generated<number>
    archivedAt: Date | null
  }
  'catalog.item': {
    merchantId: string
    id: string
    kind: string
    code: string | null
    name: string
    spec: Generated<string>
    brand: Generated<string>
    note: Generated<string>
    searchText: string
    categoryId: string | null
    unit: string
    listPriceCents: number | null
    costCents: number | null
    taxRateBps: number
    taxClass: string | null
    isWeighed: Generated<boolean>
    scaleNumber: string | null
    isDiscountable: Generated<boolean>
    earnsPoints: Generated<boolean>
    tracksStock: boolean
    maySellBelowZero: boolean | null
    durationMinutes: number | null
    pictureId: string | null
    archivedAt: Date | null
    createdAt: Date
    version: Generated<number>
    revision: number
    opensAt: Date | null
  }
  'catalog.picture': {
    merchantId: string
    id: string
    mediaType: string
    bytes: Buffer
    sha256: Buffer
    createdAt: Date
  }
  'catalog.priceList': {
    merchantId: string
    id: string
    name: string
    kind: string
    storeId: string | null
    tierId: string | null
    startsAt: Date | null
    endsAt: Date | null
    rateBps: number | null
    archivedAt: Date | null
    createdAt: Date
    version: Generated<number>
    revision: number
  }
  'catalog.priceListItem': {
    merchantId: string
    priceListId: string
    itemId: string
    priceCents: number
  }
  'catalog.quickKey': {
    merchantId: string
    storeId: string
    position: number
    itemId: string
    colour: string | null
  }
  'catalog.revision': {
    merchantId: string
    lastRevision: number
  }
  'closing.claim': {
    merchantId: string
    noticeId: string
    subjectId: string
    kind: string
    askedAt: Date
    dueDay: string | null
    askedBy: string
  }
  'closing.notice': {
    merchantId: string
    id: string
    storeId: string
    lastDay: string
    isBusinessEnd: boolean
    reason: string
    noticeDays: number
    repaidWithinDays: number | null
    lawPacks: Array<string>
    announcedDay: string
    announcedAt: Date
    authorId: string | null
    withdrawnAt: Date | null
    closedAt: Date | null
  }
  'closing.readStandingNotice': {
    merchantId: string | null
    id: string | null
    storeId: string | null
    lastDay: string | null
  }
  'coupons.code': {
    merchantId: string
    codeHash: Buffer
    issueId: string
    couponId: string | null
  }
  'coupons.codePage': {
    merchantId: string
    page: number
    issueId: string
    hashes: Buffer
  }
  'coupons.coupon': {
    merchantId: string
    id: string
    templateId: string
    templateVersion: number
    issueId: string
    memberId: string | null
    status: Generated<string>
    turn: Generated<number>
    startsAt: Date
    endsAt: Date
    issuedAt: Date
  }
  'coupons.couponGift': {
    merchantId: string
    id: string
    couponId: string
    fromMemberId: string
    toMemberId: string | null
    offeredAt: Date
    endsAt: Date
    settledAt: Date | null
  }
  'coupons.couponIssue': {
    merchantId: string
    id: string
    templateId: string
    kind: string
    quantity: number
    reason: Generated<string>
    at: Date
    authorId: string | null
    sealedSecret: Buffer | null
    exportedAt: Date | null
    audience: unknown
  }
  'coupons.couponNotice': {
    merchantId: string
    couponId: string
    endsAt: Date
    step: number
    at: Date
  }
  'coupons.couponReturn': {
    merchantId: string
    couponId: string
    turn: number
    templateId: string
    refundId: string
    endsAt: Date
    at: Date
    actorId: string | null
  }
  'coupons.couponTemplate': {
    merchantId: string
    id: string
    name: string
    note: Generated<string>
    version: Generated<number>
    isClaimable: boolean
    totalLimit: number | null
    memberLimit: number | null
    budgetCents: number | null
    returnGraceDays: number
    createdAt: Date
    authorId: string | null
    stoppedAt: Date | null
    claimOpensAt: Date | null
  }
  'coupons.couponUse': {
    merchantId: string
    couponId: string
    turn: number
    templateId: string
    saleId: string
    storeId: string
    memberId: string | null
    offCents: number
    at: Date
    actorId: string | null
  }
  'coupons.issuePage': {
    merchantId: string
    issueId: string
    page: number
    memberIds: Array<string>
  }
  'coupons.issueRun': {
    merchantId: string
    issueId: string
    templateId: string
    templateVersion: number
    startsAt: Date
    endsAt: Date
    given: Generated<number>
    skipped: Generated<number>
    endedAt: Date | null
    isStopped: Generated<boolean>
  }
  'coupons.memberCount': {
    merchantId: string
    templateId: string
    memberId: string
    issued: Generated<number>
    memberLimit: number
  }
  'coupons.pool': {
    merchantId: string
    templateId: string
    totalLimit: number | null
    issued: Generated<number>
    budgetCents: number | null
    spentCents: Generated<number>
  }
  'coupons.readUse': {
    merchantId: string | null
    couponId: string | null
    templateId: string | null
    memberId: string | null
    saleId: string | null
    offCents: number | null
    at: Date | null
  }
  'coupons.templateVersion': {
    merchantId: string
    templateId: string
    version: number
    name: string
    terms: unknown
    validity: unknown
    at: Date
    authorId: string | null
  }
  'giftCards.giftCard': {
    merchantId: string
    id: string
    codeHash: Buffer
    codeTail: string
    sealedCode: Buffer | null
    batchId: string | null
    storeIds: Array<string> | null
    madeAt: Date
    activatedAt: Date | null
    blockedAt: Date | null
    blockedReason: string | null
  }
  'giftCards.giftCardBatch': {
    merchantId: string
    id: string
    name: string
    quantity: number
    storeIds: Array<string> | null
    madeAt: Date
    madeBy: string | null
  }
  'giftCards.load': {
    merchantId: string
    id: string
    cardId: string
    storeId: string
    deviceId: string | null
    shiftId: string | null
    amountCents: number
    changeCents: number
    businessDay: string
    at: Date
    cashierId: string | null
  }
  'giftCards.loadTender': {
    merchantId: string
    loadId: string
    id: string
    position: number
    kind: string
    method: string | null
    amountCents: number
    receivedCents: number
    paymentId: string | null
  }
  'giftCards.payout': {
    merchantId: string
    id: string
    cardId: string
    storeId: string
    deviceId: string | null
    shiftId: string | null
    amountCents: number
    kind: string | null
    method: string | null
    reason: string
    approvalId: string | null
    businessDay: string
    at: Date
    cashierId: string | null
  }
  'giftCards.payoutTender': {
    merchantId: string
    payoutId: string
    id: string
    position: number
    kind: string
    method: string | null
    amountCents: number
    paymentId: string | null
  }
  'giftCards.readTillMoney': {
    merchantId: string | null
    recordKind: string | null
    recordId: string | null
    storeId: string | null
    shiftId: string | null
    businessDay: string | null
    at: Date | null
    tenderKind: string | null
    tenderMethod: string | null
    amountCents: number | null
    bonusCents: number | null
  }
  'identity.apiKey': {
    merchantId: string
    id: string
    name: string
    keyHash: Buffer
    keyStart: string
    permissions: Array<string>
    createdBy: string | null
    createdAt: Date
    expiresAt: Date | null
    lastUsedAt: Date | null
    revokedAt: Date | null
  }
  'identity.approval': {
    merchantId: string
    id: string
    permission: string
    subjectKind: string
    subjectId: string
    amountCents: number | null
    reason: string
    requestedBy: string
    approvedBy: string
    storeId: string | null
    approvedAt: Date
    expiresAt: Date
    usedAt: Date | null
  }
  'identity.device': {
    merchantId: string
    id: string
    storeId: string
    number: number
    name: string
    keyHash: Buffer
    registeredBy: string | null
    registeredAt: Date
    lastSeenAt: Date | null
    revokedAt: Date | null
  }
  'identity.knownBrowser': {
    merchantId: string
    userId: string
    browserHash: Buffer
    lastUsedAt: Date
  }
  'identity.memberSession': {
    merchantId: string
    id: string
    memberId: string
    tokenHash: Buffer
    createdAt: Date
    lastSeenAt: Date
    expiresAt: Date
    ip: string | null
    userAgent: string
    endedAt: Date | null
  }
  'identity.phoneCode': {
    merchantId: string
    id: string
    purpose: string
    phoneHash: Buffer
    codeHash: Buffer
    tries: Generated<number>
    sentAt: Date
    expiresAt: Date
    usedAt: Date | null
    proofHash: Buffer | null
    proofExpiresAt: Date | null
    proofUsedAt: Date | null
  }
  'identity.recoveryCode': {
    merchantId: string
    id: string
    userId: string
    codeHash: Buffer
    usedAt: Date | null
  }
  'identity.role': {
    merchantId: string
    id: string
    code: string | null
    name: string
    permissions: Array<string>
    createdAt: Date
  }
  'identity.session': {
    merchantId: string
    id: string
    userId: string
    tokenHash: Buffer
    deviceId: string | null
    createdAt: Date
    lastSeenAt: Date
    idleSeconds: number
    expiresAt: Date
    ip: string | null
    userAgent: string
    endedAt: Date | null
  }
  'identity.user': {
    merchantId: string
    id: string
    loginName: string
    name: string
    everyStore: boolean
    passwordHash: string
    passwordChangedAt: Date
    mustChangePassword: boolean
    pinHash: string | null
    pinTries: Generated<number>
    totpSecret: Buffer | null
    totpEnabledAt: Date | null
    totpLastStep: Generated<number>
    createdAt: Date
    disabledAt: Date | null
  }
  'identity.userRole': {
    merchantId: string
    userId: string
    roleId: string
  }
  'identity.userStore': {
    merchantId: string
    userId: string
    storeId: string
  }
  'imports.batch': {
    merchantId: string
    id: string
    kind: string
    mapping: unknown
    fileName: string
    fileId: string | null
    storeId: string | null
    isDryRun: boolean
    status: string
    rowsSeen: Generated<number>
    imported: Generated<number>
    unchanged: Generated<number>
    rejected: Generated<number>
    totalCents: Generated<number>
    failure: unknown
    createdAt: Date
    createdBy: string | null
    leasedUntil: Date | null
    finishedAt: Date | null
    undoneAt: Date | null
    kept: Generated<number>
    estimatedRows: number | null
  }
  'imports.effect': {
    merchantId: string
    batchId: string
    subjectId: string
    kind: string
    before: unknown
    events: number | null
  }
  'imports.file': {
    merchantId: string
    id: string
    name: string
    sizeBytes: number
    sha256: Buffer
    bytes: Buffer
    uploadedAt: Date
    uploadedBy: string | null
  }
  'imports.pastSale': {
    merchantId: string
    id: string
    externalId: string
    batchId: string
    memberId: string | null
    storeName: string | null
    soldDay: string
    soldAt: Date | null
  }
  'imports.pastSaleLine': {
    merchantId: string
    saleId: string
    externalId: string
    batchId: string
    itemCode: string | null
    quantityMilli: number | null
    netCents: number
    discountCents: number | null
    couponCents: number | null
  }
  'imports.rowError': {
    merchantId: string
    batchId: string
    rowNumber: number
    field: string
    code: string
    details: Generated<unknown>
  }
  'invoices.invoice': {
    merchantId: string
    id: string
    saleId: string
    storeId: string
    receiptNumber: string
    businessDay: string
    state: string
    reason: string | null
    attempt: Generated<number>
    buyerType: string
    buyer: Buffer
    totalCents: number
    netCents: number
    taxCents: number
    lines: unknown
    redCents: Generated<number>
    invoiceNumber: string | null
    files: Generated<unknown>
    requestedAt: Date
    issuedAt: Date | null
    changedAt: Date
    askedCount: Generated<number>
    nextAt: Date | null
    leasedUntil: Date | null
  }
  'invoices.redLetter': {
    merchantId: string
    id: string
    invoiceId: string
    confirmationNumber: string
    redInvoiceNumber: string
    amountCents: number
    at: Date
    authorId: string | null
  }
  'invoices.settings': {
    merchantId: string
    isOn: boolean
    baseUrl: string
    appKey: string
    secret: Buffer | null
    sellerTaxNumber: string
    defaultTaxClass: string
    changedAt: Date
    authorId: string | null
  }
  'invoices.settlementInvoice': {
    merchantId: string
    id: string
    month: string
    sellerId: string | null
    issuerId: string | null
    seq: number
    totalCents: number
    netCents: number
    taxCents: number
    lines: unknown
    sellerName: string
    sellerTaxNumber: string
    buyerName: string
    buyerTaxNumber: string
    invoiceNumber: string
    confirmationNumber: string | null
    issuedDay: string
    at: Date
    authorId: string | null
  }
  'invoices.settlementTitle': {
    merchantId: string
    storeId: string
    version: number
    name: string
    taxNumber: string
    at: Date
    authorId: string | null
  }
  'lawPacks.storeChoice': {
    merchantId: string
    storeId: string
    version: number
    region: string
    at: Date
    authorId: string | null
  }
  'ledger.account': {
    merchantId: string
    id: string
    ownerKind: string
    ownerId: string
    asset: string
    balanceUnits: Generated<number>
    debtUnits: Generated<number>
    heldUnits: Generated<number>
    version: Generated<number>
    activeAt: Date | null
  }
  'ledger.bookDay': {
    merchantId: string
    day: string
    asset: string
    book: string
    unitsIn: number
    unitsOut: number
  }
  'ledger.entry': {
    merchantId: string
    id: string
    kind: string
    asset: string
    units: number
    debitAccountId: string | null
    debitBook: string | null
    debitBalanceAfter: number | null
    debitVersion: number | null
    creditAccountId: string | null
    creditBook: string | null
    creditBalanceAfter: number | null
    creditVersion: number | null
    sourceKind: string
    sourceId: string
    reversesEntryId: string | null
    storeId: string | null
    at: Date
  }
  'ledger.idleAccount': {
    merchantId: string
    accountId: string
    dueAt: Date
  }
  'ledger.lot': {
    merchantId: string
    id: string
    accountId: string
    entryId: string
    originLotId: string | null
    sourceKind: string
    sourceId: string
    ruleVersion: string | null
    grantedUnits: number
    remainingUnits: number
    heldUnits: number
    drawnUnits: number
    baseUnits: number
    earnedAt: Date
    usableFrom: Date
    expiresAt: Date | null
    expiresDay: string | null
    expiresZone: string | null
    priority: number
    pairId: string | null
    pairSide: string | null
    drawMode: string | null
    isOpen: boolean
    idleMonths: number | null
    idleDays: number | null
    idleZone: string | null
  }
  'ledger.lotExtension': {
    merchantId: string
    id: string
    lotId: string
    sourceKind: string
    sourceId: string
    fromExpiresAt: Date | null
    toExpiresAt: Date | null
    toExpiresDay: string | null
    toExpiresZone: string | null
    at: Date
  }
  'ledger.lotUse': {
    merchantId: string
    entryId: string
    lotId: string
    units: number
    drawnUnits: number
    heldUnits: number
    position: number
  }
  'ledger.readOpenLot': {
    merchantId: string | null
    ownerKind: string | null
    ownerId: string | null
    asset: string | null
    remainingUnits: number | null
    expiresAt: Date | null
    expiresDay: string | null
    lotId: string | null
    accountId: string | null
    heldUnits: number | null
    earnedAt: Date | null
    usableFrom: Date | null
    ruleVersion: string | null
    sourceKind: string | null
    sourceId: string | null
    isIdle: boolean | null
    endsDay: string | null
    endsAt: Date | null
    endsZone: string | null
  }
  'ledger.readPrepaidLot': {
    merchantId: string | null
    ownerKind: string | null
    ownerId: string | null
    asset: string | null
    sourceKind: string | null
    sourceId: string | null
    remainingUnits: number | null
    expiresAt: Date | null
    storeId: string | null
  }
  'ledger.readTopUp': {
    merchantId: string | null
    storeId: string | null
    at: Date | null
    principalCents: number | null
  }
  'memberLifecycle.distinctPair': {
    merchantId: string
    firstId: string
    secondId: string
    at: Date
    actorId: string | null
  }
  'memberLifecycle.erasure': {
    merchantId: string
    id: string
    memberId: string
    requestedAt: Date
    requestedBy: string | null
    dueAt: Date
    withdrawnAt: Date | null
    doneAt: Date | null
    erasedIds: Generated<Array<string>>
    journaledAt: Date | null
  }
  'memberLifecycle.merge': {
    merchantId: string
    id: string
    survivorId: string
    absorbedId: string
    at: Date
    actorId: string | null
    moved: unknown
    undoneAt: Date | null
    undoneBy: string | null
  }
  'members.consent': {
    merchantId: string
    id: string
    memberId: string
    purpose: string
    isGiven: boolean
    textVersion: number
    at: Date
    source: string
    actorId: string | null
  }
  'members.consentText': {
    merchantId: string
    purpose: string
    version: number
    textZh: string
    textEn: string
    publishedAt: Date
    publishedBy: string | null
  }
  'members.credential': {
    merchantId: string
    id: string
    memberId: string
    kind: string
    valueHash: Buffer
    label: string | null
    sealed: Buffer | null
    isMain: Generated<boolean>
    addedAt: Date
    blockedAt: Date | null
    blockedReason: string | null
    replacedBy: string | null
  }
  'members.customField': {
    merchantId: string
    id: string
    code: string
    label: string
    kind: string
    choices: Generated<Array<string>>
    position: number
    isForTill: Generated<boolean>
    archivedAt: Date | null
  }
  'members.household': {
    merchantId: string
    id: string
    name: string
    createdAt: Date
  }
  'members.identification': {
    merchantId: string
    id: string
    memberId: string
    by: string
    isVerified: boolean
    at: Date
    actorId: string | null
  }
  'members.member': {
    merchantId: string
    id: string
    number: string
    status: string
    statusReason: string | null
    mergedInto: string | null
    name: string
    nameKey: string
    gender: string
    birthdayCalendar: string | null
    birthdayYear: number | null
    birthdayMonth: number | null
    birthdayDate: number | null
    birthdayIsLeapMonth: Generated<boolean>
    nextBirthdayDay: string | null
    homeStoreId: string | null
    enrolledAt: Date
    enrolledBy: string | null
    source: string
    externalId: string | null
    referrerId: string | null
    householdId: string | null
    allergies: string | null
    custom: Generated<unknown>
    version: Generated<number>
    updatedAt: Date
    tierId: string | null
  }
  'members.memberKey': {
    merchantId: string
    memberId: string
    sealedKey: Buffer
  }
  'members.memberTag': {
    merchantId: string
    memberId: string
    tagId: string
    at: Date
    authorId: string | null
  }
  'members.note': {
    merchantId: string
    id: string
    memberId: string
    body: string
    isForTill: boolean
    at: Date
    authorId: string | null
    removedAt: Date | null
    removedBy: string | null
  }
  'members.readMember': {
    merchantId: string | null
    id: string | null
    homeStoreId: string | null
    enrolledAt: Date | null
    nextBirthdayDay: string | null
  }
  'members.readMemberTag': {
    merchantId: string | null
    memberId: string | null
    tagId: string | null
  }
  'members.readMerged': {
    merchantId: string | null
    memberId: string | null
    intoId: string | null
  }
  'members.readTier': {
    merchantId: string | null
    memberId: string | null
    tierId: string | null
    enrolledAt: Date | null
    nextBirthdayDay: string | null
  }
  'members.readTrait': {
    merchantId: string | null
    memberId: string | null
    tierId: string | null
    homeStoreId: string | null
    enrolledAt: Date | null
    birthdayMonth: number | null
    custom: unknown
  }
  'members.register': {
    merchantId: string
    lastNumber: number
  }
  'members.rotatingCode': {
    merchantId: string
    memberId: string
    secretVersion: Generated<number>
    lastStep: Generated<number>
  }
  'members.searchToken': {
    merchantId: string
    token: string
    memberId: string
  }
  'members.tag': {
    merchantId: string
    id: string
    name: string
    createdAt: Date
    archivedAt: Date | null
  }
  'members.tagPage': {
    merchantId: string
    runId: string
    page: number
    memberIds: Array<string>
  }
  'members.tagRun': {
    merchantId: string
    id: string
    addIds: Array<string>
    removeIds: Array<string>
    authorId: string | null
    at: Date
    members: number
    done: Generated<number>
    changed: Generated<number>
    endedAt: Date | null
  }
  'messaging.channelAccount': {
    merchantId: string
    id: string
    channel: string
    provider: string
    name: string
    baseUrl: string
    settings: unknown
    secrets: Buffer
    partPriceMills: number
    perSecond: number
    dayMost: number | null
    rateFreeAt: Date
    changedAt: Date
    closedAt: Date | null
    authorId: string | null
  }
  'messaging.choice': {
    merchantId: string
    id: string
    memberId: string
    channel: string
    topic: string
    isOn: boolean
    at: Date
    source: string
    actorId: string | null
  }
  'messaging.emailCode': {
    merchantId: string
    memberId: string
    id: string
    addressHash: Buffer
    codeHash: Buffer
    wrongTries: Generated<number>
    sentAt: Date
    expiresAt: Date
    usedAt: Date | null
  }
  'messaging.inboxItem': {
    merchantId: string
    id: string
    memberId: string
    kind: string
    content: Buffer
    at: Date
    readAt: Date | null
  }
  'messaging.kindSetting': {
    merchantId: string
    kind: string
    isOn: boolean
    channels: Array<string>
    changedAt: Date
    authorId: string | null
  }
  'messaging.memberSetting': {
    merchantId: string
    memberId: string
    language: string | null
    timeZone: string | null
    quietFromMinute: number | null
    quietToMinute: number | null
    weekMost: number | null
    email: Buffer | null
    changedAt: Date
    emailProvedAt: Date | null
  }
  'messaging.message': {
    merchantId: string
    id: string
    kind: string
    topic: string
    channel: string
    language: string | null
    memberId: string | null
    dedupeKey: string
    about: unknown
    data: unknown
    sealedData: Buffer | null
    state: string
    reason: string | null
    plannedAt: Date
    expiresAt: Date | null
    nextAt: Date | null
    leasedUntil: Date | null
    attempt: Generated<number>
    askedCount: Generated<number>
    channelAccountId: string | null
    templateVersion: number | null
    addressHash: Buffer | null
    address: Buffer | null
    body: Buffer | null
    parts: Generated<number>
    costMills: Generated<number>
    providerMessageId: string | null
    counts: Generated<boolean>
    reservedAt: Date | null
    acceptedAt: Date | null
    deliveredAt: Date | null
    finishedAt: Date | null
    forgetAt: Date | null
  }
  'messaging.policy': {
    merchantId: string
    quietFromMinute: number
    quietToMinute: number
    caps: unknown
    monthBudgetCents: number | null
    version: number
    changedAt: Date
    authorId: string | null
  }
  'messaging.pressure': {
    merchantId: string
    memberId: string
  }
  'messaging.spending': {
    merchantId: string
    month: string
    spentMills: number
  }
  'messaging.suppression': {
    merchantId: string
    channel: string
    addressHash: Buffer
    reason: string
    at: Date
    actorId: string | null
  }
  'messaging.templateVersion': {
    merchantId: string
    kind: string
    channel: string
    language: string
    version: number
    title: string
    body: string
    providerCodes: unknown
    savedAt: Date
    authorId: string | null
  }
  'passes.memberPin': {
    merchantId: string
    memberId: string
    pinHash: Buffer
    wrongTries: Generated<number>
    lockedUntil: Date | null
    setAt: Date
  }
  'passes.pass': {
    merchantId: string
    id: string
    planId: string
    planVersion: number
    memberId: string
    saleId: string | null
    saleLineId: string | null
    storeId: string
    soldAt: Date
    soldDay: string
    zone: string
    paidCents: number
    listCents: number
    refundPolicy: unknown
    startsDay: string | null
    latestStartDay: string | null
    endsDay: string | null
    extendedDays: Generated<number>
    renewsPassId: string | null
    cancelAskedAt: Date | null
    endedAt: Date | null
    endedAs: string | null
    refundedCents: Generated<number>
    lastAt: Date
  }
  'passes.passChange': {
    merchantId: string
    id: string
    passId: string
    kind: string
    at: Date
    actorId: string | null
    facts: unknown
  }
  'passes.passFamily': {
    merchantId: string
    passId: string
    memberId: string
    addedAt: Date
  }
  'passes.passFreeze': {
    merchantId: string
    id: string
    passId: string
    fromDay: string
    untilDay: string
    askedUntilDay: string
    feeCents: Generated<number>
    reason: string
    at: Date
    actorId: string | null
    cancelledAt: Date | null
  }
  'passes.passHold': {
    merchantId: string
    id: string
    passId: string
    componentId: string
    memberId: string
    units: number
    day: string
    startsAt: Date
    storeId: string
    itemId: string | null
    heldAt: Date
    settledAt: Date | null
    settledAs: string | null
    staffGrade: string | null
    confirmedAt: Date | null
    confirmedBy: string | null
    settledBy: string | null
  }
  'passes.passNotice': {
    merchantId: string
    passId: string
    day: string
    step: number
    at: Date
  }
  'passes.passRenewal': {
    merchantId: string
    passId: string
    agreedAt: Date
    agreedBy: string | null
    priceCents: number
    chargeDay: string
    noticeDay: string
    nextAt: Date | null
    noticedAt: Date | null
    chargedAt: Date | null
    failedAt: Date | null
    failedCode: string | null
    stoppedAt: Date | null
    stoppedBy: string | null
  }
  'passes.passUse': {
    merchantId: string
    id: string
    passId: string
    componentId: string
    memberId: string
    units: number
    day: string
    at: Date
    storeId: string
    itemId: string | null
    shown: string
    bookingId: string | null
    valueCents: number
    actorId: string | null
    undoneAt: Date | null
    undoneBy: string | null
    undoneReason: string | null
  }
  'passes.pinCheck': {
    merchantId: string
    id: string
    memberId: string
    at: Date
    actorId: string | null
  }
  'passes.plan': {
    merchantId: string
    id: string
    kind: string
    version: Generated<number>
    createdAt: Date
    stoppedAt: Date | null
    isOnline: Generated<boolean>
  }
  'passes.planVersion': {
    merchantId: string
    planId: string
    version: number
    name: string
    priceCents: number
    terms: unknown
    at: Date
    authorId: string | null
  }
  'passes.readStandingPass': {
    merchantId: string | null
    id: string | null
    memberId: string | null
    storeId: string | null
    name: string | null
    paidCents: number | null
    endsDay: string | null
    soldDay: string | null
  }
  'payments.claim': {
    merchantId: string
    paymentId: string
    saleId: string
    tenderId: string
    at: Date
  }
  'payments.payment': {
    merchantId: string
    id: string
    accountId: string
    provider: string
    mode: string
    storeId: string
    deviceId: string | null
    shiftId: string | null
    cashierId: string | null
    saleId: string
    amountCents: number
    currency: string
    state: string
    reason: string | null
    providerNo: string | null
    qrText: string | null
    cardBrand: string | null
    cardLast4: string | null
    authCode: string | null
    createdAt: Date
    sentAt: Date | null
    expiresAt: Date
    cancelAskedAt: Date | null
    confirmedAt: Date | null
    isLate: Generated<boolean>
    changedAt: Date
    askedCount: Generated<number>
    lastEventNo: Generated<number>
    nextAt: Date | null
    leasedUntil: Date | null
    purpose: Generated<string>
  }
  'payments.paymentEvent': {
    merchantId: string
    paymentId: string
    eventNo: number
    at: Date
    kind: string
    fromState: string | null
    toState: string
    refundId: string | null
    actorId: string | null
    detail: unknown
  }
  'payments.paymentRefund': {
    merchantId: string
    id: string
    paymentId: string
    refundId: string | null
    cause: string
    amountCents: number
    state: string
    reason: string | null
    providerNo: string | null
    createdAt: Date
    changedAt: Date
    askedCount: Generated<number>
    nextAt: Date | null
    leasedUntil: Date | null
  }
  'payments.providerAccount': {
    merchantId: string
    id: string
    provider: string
    name: string
    storeId: string | null
    deviceId: string | null
    baseUrl: string
    settings: unknown
    secrets: Buffer
    createdAt: Date
    changedAt: Date
    authorId: string | null
    closedAt: Date | null
  }
  'platform.command': {
    merchantId: string
    key: string
    operation: string
    bodyHash: Buffer
    actorId: string | null
    at: Date
    status: number | null
    answer: unknown
  }
  'platform.credentialLookup': {
    kind: string
    keyHash: Buffer
    merchantId: string
    subjectId: string
  }
  'platform.delivery': {
    merchantId: string
    eventId: string
    subjectId: string
    seq: number
    dueAt: Date
    done: Generated<Array<string>>
  }
  'platform.deliveryFailure': {
    merchantId: string
    subjectId: string
    subscriber: string
    eventId: string
    attempts: number
    firstFailedAt: Date
    nextAt: Date
    stoppedAt: Date | null
    lastError: string
  }
  'platform.dueWork': {
    merchantId: string
    kind: string
    dueAt: Date
  }
  'platform.event': {
    merchantId: string
    id: string
    type: string
    subjectKind: string
    subjectId: string
    seq: number
    at: Date
    actor: unknown
    data: unknown
  }
  'platform.factStamp': {
    merchantId: string
    stamp: string
  }
  'platform.merchant': {
    id: string
    slug: string
    host: string | null
    createdAt: Date
  }
  'platform.rateLimit': {
    bucket: string
    keyHash: Buffer
    windowStart: Date
    hits: number
  }
  'platform.subjectSeq': {
    merchantId: string
    subjectId: string
    lastSeq: number
  }
  'points.actionCounter': {
    merchantId: string
    action: string
    budgetPoints: number | null
    givenPoints: Generated<number>
  }
  'points.actionReturn': {
    merchantId: string
    actionUseId: string
    refundId: string
    points: number
    at: Date
  }
  'points.actionRule': {
    merchantId: string
    version: number
    terms: unknown
    at: Date
    authorId: string | null
  }
  'points.actionUse': {
    merchantId: string
    id: string
    action: string
    source: string
    memberId: string
    version: number
    day: string
    points: number
    saleId: string | null
    at: Date
  }
  'points.adjustment': {
    merchantId: string
    id: string
    memberId: string
    storeId: string
    deltaPoints: number
    reason: string
    at: Date
    authorId: string | null
  }
  'points.birthdayUse': {
    merchantId: string
    memberId: string
    day: string
    at: Date
  }
  'points.campaign': {
    merchantId: string
    id: string
    version: Generated<number>
    createdAt: Date
    authorId: string | null
  }
  'points.campaignCounter': {
    merchantId: string
    campaignId: string
    budgetPoints: number | null
    givenPoints: Generated<number>
  }
  'points.campaignMemberCounter': {
    merchantId: string
    campaignId: string
    memberId: string
    period: string
    points: number
    uses: number
  }
  'points.campaignReturn': {
    merchantId: string
    campaignId: string
    saleId: string
    refundId: string
    points: number
    at: Date
  }
  'points.campaignUse': {
    merchantId: string
    campaignId: string
    saleId: string
    version: number
    storeId: string
    memberId: string
    day: string
    points: number
    periods: Array<string>
    at: Date
  }
  'points.campaignVersion': {
    merchantId: string
    campaignId: string
    version: number
    name: string
    terms: unknown
    startsAt: Date
    endsAt: Date | null
    budgetPoints: number | null
    simulated: unknown
    validFrom: Date
    validUntil: Date | null
    at: Date
    authorId: string | null
  }
  'points.ending': {
    merchantId: string
    accountId: string
    day: string
    memberId: string
    units: number
    lots: number
  }
  'points.endingDay': {
    merchantId: string
    day: string
    units: number
    members: number
    lots: number
  }
  'points.endingMonth': {
    merchantId: string
    month: string
    units: number
    members: number
    lots: number
  }
  'points.expiredNotice': {
    merchantId: string
    memberId: string
    day: string
    points: number
    at: Date
  }
  'points.expiryNotice': {
    merchantId: string
    version: number
    accountId: string
    memberId: string
    toldAt: Date
    appliesAt: Date
    appliedAt: Date | null
  }
  'points.expiryRule': {
    merchantId: string
    version: number
    id: string
    ageMonths: number | null
    ageDays: number | null
    ageRound: string
    clearingOn: string | null
    clearingSpareMonths: number
    idleMonths: number | null
    idleDays: number | null
    reach: string
    noticeDays: number
    at: Date
    authorId: string | null
  }
  'points.extension': {
    merchantId: string
    id: string
    cohort: unknown
    toDay: string
    members: number
    lots: number
    points: number
    worthCents: number
    expectedCostCents: number | null
    reason: string
    at: Date
    authorId: string | null
  }
  'points.extensionMember': {
    merchantId: string
    memberId: string
    extensionId: string
    points: number
    at: Date
  }
  'points.flowMonth': {
    merchantId: string
    month: string
    earnedMonth: string
    issuedPoints: number
    redeemedPoints: number
    expiredPoints: number
    otherPoints: number
  }
  'points.forecastState': {
    merchantId: string
    readTo: Date
    filledTo: string | null
    isFilled: boolean
  }
  'points.liabilityMonth': {
    merchantId: string
    month: string
    deferredCents: number
    recognisedCents: number
    expectedBps: number
    isEstimate: boolean
    worthCents: number
    perPoints: number
    issuedPoints: number
    redeemedPoints: number
    expiredPoints: number
    outstandingPoints: number
    at: Date
  }
  'points.readCampaignUse': {
    merchantId: string | null
    campaignId: string | null
    saleId: string | null
    memberId: string | null
    day: string | null
    points: string | null
  }
  'points.readRewardedAction': {
    merchantId: string | null
    memberId: string | null
    day: string | null
  }
  'points.redeemRule': {
    merchantId: string
    version: number
    points: number
    worthCents: number
    minPoints: number
    stepPoints: number
    maxShareBps: number
    returnedExpired: string
    graceDays: number
    at: Date
    authorId: string | null
  }
  'points.reinstatedLot': {
    merchantId: string
    lotId: string
    reinstatementId: string
    points: number
  }
  'points.reinstatement': {
    merchantId: string
    id: string
    memberId: string
    points: number
    expiresDay: string
    at: Date
  }
  'points.reinstatementReturn': {
    merchantId: string
    reinstatementId: string
    at: Date
  }
  'points.reminder': {
    merchantId: string
    memberId: string
    day: string
    step: number
    points: number
    at: Date
  }
  'points.rescueRule': {
    merchantId: string
    version: number
    graceDays: number
    minPurchaseCents: number
    lifeDays: number
    at: Date
    authorId: string | null
  }
  'points.rule': {
    merchantId: string
    version: number
    points: number
    perCents: number
    excludedTenders: Array<string>
    isTaxIncluded: boolean
    pendingDays: Generated<number>
    expiryMonths: number | null
    expiryRound: string
    at: Date
    authorId: string | null
  }
  'points.rulesAcceptance': {
    merchantId: string
    memberId: string
    version: number
    how: string
    at: Date
  }
  'points.rulesPage': {
    merchantId: string
    version: number
    facts: unknown
    fingerprint: string
    at: Date
  }
  'printing.job': {
    merchantId: string
    id: string
    printerId: string
    storeId: string
    title: string
    subjectKind: string | null
    subjectId: string | null
    document: unknown
    state: string
    tries: Generated<number>
    nextTryAt: Date
    problem: string | null
    askedBy: string | null
    askedAt: Date
    endedAt: Date | null
  }
  'printing.printer': {
    merchantId: string
    id: string
    storeId: string
    deviceId: string | null
    name: string
    language: string
    host: string
    port: number
    columns: number
    hasCutter: boolean
    hasDrawer: boolean
    printsEachSale: boolean
    version: Generated<number>
    archivedAt: Date | null
    createdAt: Date
  }
  'promotions.counter': {
    merchantId: string
    promotionId: string
    useLimit: number | null
    uses: Generated<number>
    budgetCents: number | null
    spentCents: Generated<number>
  }
  'promotions.memberCounter': {
    merchantId: string
    promotionId: string
    memberId: string
    uses: Generated<number>
    memberLimit: number
  }
  'promotions.promotion': {
    merchantId: string
    id: string
    version: Generated<number>
    createdAt: Date
    authorId: string | null
  }
  'promotions.promotionReturn': {
    merchantId: string
    promotionId: string
    saleId: string
    refundId: string
    at: Date
  }
  'promotions.promotionUse': {
    merchantId: string
    promotionId: string
    saleId: string
    version: number
    storeId: string
    memberId: string | null
    offCents: number
    at: Date
  }
  'promotions.promotionVersion': {
    merchantId: string
    promotionId: string
    version: number
    name: string
    terms: unknown
    startsAt: Date
    endsAt: Date | null
    useLimit: number | null
    memberLimit: number | null
    budgetCents: number | null
    validFrom: Date
    validUntil: Date | null
    at: Date
    authorId: string | null
  }
  'retention.costShares': {
    merchantId: string
    version: number
    terms: unknown
    at: Date
    authorId: string | null
  }
  'retention.flow': {
    merchantId: string
    version: number
    terms: unknown
    at: Date
    authorId: string | null
  }
  'retention.followUp': {
    merchantId: string
    id: string
    leavingId: string
    memberId: string
    storeId: string
    kind: string
    terms: Generated<unknown>
    dueAt: Date
    outcome: string | null
    note: Generated<string>
    doneAt: Date | null
    doneBy: string | null
    at: Date
  }
  'retention.followUpCall': {
    merchantId: string
    id: string
    followUpId: string
    leavingId: string
    outcome: string
    note: Generated<string>
    at: Date
    authorId: string | null
  }
  'retention.improvement': {
    merchantId: string
    id: string
    reasonCode: string
    day: string
    words: string
    at: Date
    authorId: string | null
    droppedAt: Date | null
  }
  'retention.leaving': {
    merchantId: string
    id: string
    memberId: string
    passId: string
    planId: string
    storeId: string
    flowVersion: number
    lawPack: string
    channel: string
    proofKind: string | null
    proofTail: string | null
    staffId: string | null
    reasonCode: string | null
    note: Generated<string>
    isHeldOut: boolean
    at: Date
    doneAs: string | null
    doneAt: Date | null
    time: string | null
    lastDay: string | null
    refundCents: number | null
    refundId: string | null
    toHandOverCents: Generated<number>
    handedOverAt: Date | null
    handedOverBy: string | null
    quote: unknown
    receiptNumber: string | null
    takenBackAt: Date | null
    confirmedAt: Date | null
    confirmedAs: string | null
    answers: Generated<unknown>
    answeredAt: Date | null
    withheld: Generated<Array<string>>
  }
  'retention.madeOffer': {
    merchantId: string
    id: string
    leavingId: string
    memberId: string
    place: string
    code: string
    kind: string
    terms: unknown
    costCents: number
    madeAt: Date
    endsAt: Date
    acceptedAt: Date | null
  }
  'retention.offerSpend': {
    merchantId: string
    code: string
    month: string
    spentCents: number
  }
  'retention.offerStop': {
    merchantId: string
    id: string
    code: string
    print: string
    ground: string
    figures: unknown
    at: Date
    liftedAt: Date | null
    liftedBy: string | null
  }
  'retention.passGift': {
    merchantId: string
    id: string
    leavingId: string
    passId: string
    memberId: string
    at: Date
    endsAt: Date
    takenAt: Date | null
    takenBy: string | null
    withdrawnAt: Date | null
  }
  'retention.regionField': {
    merchantId: string
    version: number
    fieldCode: string | null
    at: Date
    authorId: string | null
  }
  'rewards.charity': {
    merchantId: string
    id: string
    name: string
    note: Generated<string>
    centsPerHundred: number
    at: Date
    closedAt: Date | null
    authorId: string | null
  }
  'rewards.donation': {
    merchantId: string
    id: string
    charityId: string
    memberId: string
    points: number
    worthCents: number
    at: Date
  }
  'rewards.draw': {
    merchantId: string
    id: string
    name: string
    rules: string
    costPoints: number
    dayMost: number
    startsAt: Date
    endsAt: Date
    commitment: string
    seed: Buffer
    entries: Generated<number>
    createdAt: Date
    closedAt: Date | null
    authorId: string | null
  }
  'rewards.drawEntry': {
    merchantId: string
    id: string
    drawId: string
    memberId: string
    number: number
    roll: number
    prizePosition: number | null
    isRefunded: boolean
    at: Date
  }
  'rewards.drawPrize': {
    merchantId: string
    drawId: string
    position: number
    name: string
    kind: string
    points: number | null
    couponTemplateId: string | null
    rewardId: string | null
    worthCents: number
    oddsPpm: number
    total: number
    unitsLeft: number
  }
  'rewards.gift': {
    merchantId: string
    id: string
    fromId: string
    toId: string
    points: number
    state: string
    at: Date
    expiresAt: Date
    endedAt: Date | null
  }
  'rewards.giftPolicy': {
    merchantId: string
    isOn: boolean
    dayMost: number
    yearMost: number
    memberDays: number
    changedAt: Date
    authorId: string | null
  }
  'rewards.memberCount': {
    merchantId: string
    rewardId: string
    memberId: string
    units: number
  }
  'rewards.readGiftPolicy': {
    merchantId: string | null
    isOn: boolean | null
    dayMost: number | null
    yearMost: number | null
    memberDays: number | null
  }
  'rewards.readMallReward': {
    merchantId: string | null
    id: string | null
    hasMoney: boolean | null
    mayDeliver: boolean | null
    isPaidAtTill: boolean | null
    isLimited: boolean | null
    holdHours: number | null
    isEco: boolean | null
    endsAt: Date | null
  }
  'rewards.readSpecial': {
    merchantId: string | null
    id: string | null
    kind: string | null
    name: string | null
    fromDay: string | null
    toDay: string | null
    weekDays: Array<number> | null
    monthDays: Array<number> | null
    withinDays: number | null
    minEnding: number | null
    rateBps: number | null
    tillRateBps: number | null
    hasBudget: boolean | null
  }
  'rewards.redemption': {
    merchantId: string
    id: string
    rewardId: string
    memberId: string
    name: string
    kind: string
    quantity: number
    points: number
    cashCents: number
    state: string
    storeId: string | null
    codeHash: Buffer | null
    code: Buffer | null
    address: Buffer | null
    tracking: string | null
    couponId: string | null
    drawEntryId: string | null
    at: Date
    expiresAt: Date | null
    endedAt: Date | null
    endedBy: string | null
    itemId: string | null
    dueCents: Generated<number>
  }
  'rewards.reward': {
    merchantId: string
    id: string
    kind: string
    name: string
    note: Generated<string>
    points: number
    cashCents: number
    couponTemplateId: string | null
    storeIds: Array<string> | null
    mayPickUp: boolean
    mayDeliver: boolean
    memberLimit: number | null
    holdHours: number
    isEco: Generated<boolean>
    startsAt: Date | null
    endsAt: Date | null
    version: number
    createdAt: Date
    stoppedAt: Date | null
    authorId: string | null
    itemId: string | null
    tillPay: Generated<string>
    minPurchaseCents: Generated<number>
    exchangeTemplateId: string | null
    isRescueOnly: Generated<boolean>
  }
  'rewards.special': {
    merchantId: string
    id: string
    kind: string
    name: string
    fromDay: string
    toDay: string
    weekDays: Array<number> | null
    monthDays: Array<number> | null
    withinDays: number | null
    minEnding: Generated<number>
    rateBps: number | null
    budgetPoints: number | null
    usedPoints: Generated<number>
    createdAt: Date
    stoppedAt: Date | null
    authorId: string | null
    tillRateBps: number | null
  }
  'rewards.specialPrice': {
    merchantId: string
    specialId: string
    rewardId: string
    points: number
  }
  'rewards.specialTold': {
    merchantId: string
    specialId: string
    memberId: string
    at: Date
  }
  'rewards.specialUse': {
    merchantId: string
    redemptionId: string
    specialId: string
    points: number
    at: Date
  }
  'rewards.stock': {
    merchantId: string
    rewardId: string
    unitsLeft: number
  }
  'shops.merchant': {
    merchantId: string
    name: string
    currency: string
    locale: string
    phone: Generated<string>
    address: Generated<string>
    version: Generated<number>
    createdAt: Date
  }
  'shops.store': {
    merchantId: string
    id: string
    number: number
    name: string
    timeZone: string
    cutoffHour: number
    phone: string
    address: string
    receiptHeader: string
    receiptFooter: string
    pricesIncludeTax: boolean
    taxRateBps: number
    version: Generated<number>
    createdAt: Date
    closedAt: Date | null
    cashStepCents: Generated<number>
    cashMode: Generated<string>
  }
  'stock.move': {
    merchantId: string
    id: string
    storeId: string
    itemId: string
    kind: string
    quantityMilli: number
    afterMilli: number
    sourceKind: string
    sourceId: string
    at: Date
    actorId: string | null
    reason: string | null
  }
  'stock.onHand': {
    merchantId: string
    storeId: string
    itemId: string
    quantityMilli: number
    mayGoBelowZero: Generated<boolean>
  }
  'stock.readBelowZero': {
    merchantId: string | null
    storeId: string | null
    itemId: string | null
    quantityMilli: number | null
  }
  'stock.storePolicy': {
    merchantId: string
    storeId: string
    maySellBelowZero: boolean
  }
  'storedValue.freeTopUp': {
    merchantId: string
    version: number
    name: string
    isOnline: boolean
    minCents: number
    maxCents: number
    stepCents: number
    at: Date
    authorId: string | null
  }
  'storedValue.offer': {
    merchantId: string
    id: string
    name: string
    principalCents: number
    bonusCents: number
    drawMode: string
    bonusMonths: number | null
    createdAt: Date
    authorId: string | null
    closedAt: Date | null
    isOnline: Generated<boolean>
  }
  'storedValue.readSoldTopUp': {
    merchantId: string | null
    id: string | null
    storeId: string | null
    number: string | null
    principalCents: number | null
    lawPack: string | null
    businessDay: string | null
  }
  'storedValue.readTillMoney': {
    merchantId: string | null
    recordKind: string | null
    recordId: string | null
    storeId: string | null
    shiftId: string | null
    businessDay: string | null
    at: Date | null
    tenderKind: string | null
    tenderMethod: string | null
    amountCents: number | null
    bonusCents: number | null
  }
  'storedValue.settlementParty': {
    merchantId: string
    storeId: string
    version: number
    kind: string
    at: Date
    authorId: string | null
  }
  'storedValue.topUp': {
    merchantId: string
    id: string
    memberId: string
    storeId: string
    deviceId: string | null
    offerId: string | null
    principalCents: number
    bonusCents: number
    drawMode: string
    bonusExpiresDay: string | null
    changeCents: number
    fingerprint: string
    businessDay: string
    at: Date
    cashierId: string | null
    shiftId: string | null
    lawPack: string | null
    number: string
  }
  'storedValue.topUpCounter': {
    merchantId: string
    storeId: string
    lastNumber: number
  }
  'storedValue.topUpRefund': {
    merchantId: string
    id: string
    topUpId: string
    memberId: string
    storeId: string
    cause: string
    refundCents: number
    consumedCents: number
    principalTakenCents: number
    bonusForfeitedCents: number
    tenderKind: string
    tenderMethod: string | null
    reason: string
    fingerprint: string
    businessDay: string
    at: Date
    cashierId: string | null
    shiftId: string | null
    basis: string | null
    isWithdrawal: Generated<boolean>
    knewGoods: Generated<boolean>
    countedPrincipalCents: number | null
  }
  'storedValue.topUpTender': {
    merchantId: string
    id: string
    topUpId: string
    position: number
    kind: string
    method: string | null
    amountCents: number
    receivedCents: number
    paymentId: string | null
  }
  'tiers.activity': {
    merchantId: string
    sourceKind: string
    sourceId: string
    memberId: string
    day: string
    units: number
    at: Date
  }
  'tiers.change': {
    merchantId: string
    id: string
    memberId: string
    fromTierId: string | null
    toTierId: string | null
    cause: string
    units: number
    programmeVersion: number
    day: string
    at: Date
    actorId: string | null
    reason: string | null
  }
  'tiers.gift': {
    merchantId: string
    id: string
    memberId: string
    benefitId: string
    tierId: string | null
    kind: string
    period: string
    place: number
    templateId: string
    couponIds: Array<string>
    costCents: number
    day: string
    at: Date
    actorId: string | null
    storeId: string | null
  }
  'tiers.giftRound': {
    merchantId: string
    benefitId: string
    period: string
    afterMemberId: string | null
    doneAt: Date | null
  }
  'tiers.placement': {
    merchantId: string
    version: number
    afterMemberId: string | null
    countsHistory: boolean
    startedAt: Date
  }
  'tiers.programme': {
    merchantId: string
    version: number
    terms: unknown
    publishedAt: Date
    publishedBy: string | null
  }
  'tiers.qualifyingDay': {
    merchantId: string
    memberId: string
    day: string
    spendCents: number
    isVisit: boolean
    activityUnits: number
    actions: Generated<number>
  }
  'tiers.readLevelName': {
    merchantId: string | null
    tierId: string | null
    name: string | null
  }
  'tiers.readPointsTimes': {
    merchantId: string | null
    tierId: string | null
    pointsTimesBps: number | null
    name: string | null
  }
  'tiers.standing': {
    merchantId: string
    memberId: string
    earnedTierId: string | null
    reachedDay: string
    reviewDay: string | null
    graceFromDay: string | null
    graceUntilDay: string | null
    grantedTierId: string | null
    grantedUntilDay: string | null
    grantId: string | null
    units: Generated<number>
    countedDay: string
    programmeVersion: number
    dueAt: Date | null
  }
  'tiers.tier': {
    merchantId: string
    id: string
    level: number
    name: string
    colour: number
    pointsTimesBps: Generated<number>
    archivedAt: Date | null
  }
}
