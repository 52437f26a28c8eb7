"""Which acts ask again who acts, before they take effect: one table for all doors, by the name of the address.

A session that was left open must not sign, list, lift or give out papers. The view of each asks by `people.proved`;
`people.middleware.AskedAgainMiddleware` undoes what took effect without, and `tests/trust/test_asked_again.py` plays
each. How long somebody need not be asked once more is content (`people/ways-in`, limit `proof`).

What a phone kept without network cannot ask: it comes by one address for all (`sync`) and says with the signature
that it was not asked (`people.Way.PHONE`, `people.Way.HAND`).
"""

ACTS = {
    # The ways in themselves; `proof` asks alone, before a page of the sign-in library that cannot ask for a PIN.
    "device-pin": "改 PIN",
    "proof": "改登录方式",
    # Notices.
    "issuing": "下发通知",
    "rehearsal-countersignature": "会签超预算的通知",
    # Whatever puts a hand under the record of a visit, decides on it, or gives out its papers.
    "inspection-finish": "检查人员签字",
    "inspection-release": "公布暗访结果",
    "inspection-signature": "被检查单位签字",
    "inspection-objection": "被检查单位提出异议",
    "inspection-dispute": "提请上级裁定",
    "inspection-refusal": "被检查单位拒签",
    "inspection-unsigned": "记被检查单位拒签",
    "inspection-opinion": "专家签意见",
    "inspection-ruling": "裁定争议",
    "inspection-closure": "办结检查，发文书和隐患",
    "inspection-paper": "出具检查文书",
    # What makes a hazard graver or lighter than whoever found it said.
    "hazard-grading": "降低隐患等级",
    "hazard-regrade-decision": "决定改等级的申请",
    "hazard-listing": "挂牌督办",
    "hazard-lifting": "解除挂牌",
    # Papers about a hazard that go out of the office by themselves.
    "hazard-acceptance": "出具验收意见",
    "hazard-referral": "移交其他部门",
    # Leave to do what is dangerous. Stopping is never held up by a question.
    "permit-approval": "批准作业票",
    "site-lifting": "同意复工",
    # What moves units with all that is theirs.
    "unit-move": "调整隶属",
    "unit-merge": "合并单位",
    "unit-split": "分设单位",
    "unit-close": "停用单位",
    "unit-rename": "更名",
}

# Pages of the sign-in library by which a way in is added: who has no password for its own question is asked first.
BEFORE = frozenset({"mfa_add_webauthn", "mfa_activate_totp", "mfa_remove_webauthn", "mfa_deactivate_totp"})
