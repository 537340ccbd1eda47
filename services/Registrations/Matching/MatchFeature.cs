namespace Platform.Registrations.Matching;

/// <summary>What a score is the sum of: each has its weight in <see cref="MatchWeights" />.</summary>
public enum MatchFeature
{
    /// <summary>Always 1; its weight is for a base of <see cref="MatchWeights.BaseOfWeights" /> records.</summary>
    Constant,

    /// <summary>Rarity/10 of the names aligned at levels 4 and 5.</summary>
    RarityNear,

    /// <summary>Rarity/10 of those at level 3.</summary>
    RarityMiddle,

    /// <summary>Rarity/10 of those at level 2.</summary>
    RarityContradicted,

    /// <summary>Rarity/10 of those at level 1.</summary>
    RarityFar,

    /// <summary>Rarity/10 of those spelt alike, besides.</summary>
    RarityExact,

    /// <summary>Rarity/10 of all that is aligned at another level than 2, where the given names are not or contradict: what brothers and sisters share.</summary>
    RarityWithoutGiven,

    /// <summary>Rarity/10 of the names left over on the side that has fewer.</summary>
    RarityUnmatched,

    /// <summary>How many names are left over on the side that has fewer left over: names that contradict each other. The given names are not counted, as theirs is what the next four are compared with.</summary>
    Conflicts,

    /// <summary>How many names one side has more.</summary>
    ExtraTokens,

    /// <summary>Both given names are aligned at level 3 or more.</summary>
    GivenBoth,

    /// <summary>One given name is another name of the other, at level 3 or more: the order was changed.</summary>
    GivenPartly,

    /// <summary>The given names are aligned at level 2: Hassan and Hussein, who may be twins.</summary>
    GivenContradicted,

    /// <summary>They are aligned at level 1: mistyped, or alike.</summary>
    GivenResembling,

    /// <summary>The fathers' names (second of each) are aligned at level 3 or more.</summary>
    FatherBoth,

    /// <summary>The two are written in different scripts.</summary>
    OtherScript,

    /// <summary>Birth years equal, neither estimated.</summary>
    YearEqual,

    /// <summary>Equal, one estimated.</summary>
    YearEqualEstimated,

    /// <summary>One year apart, neither estimated.</summary>
    YearOneApart,

    /// <summary>One year apart, one estimated.</summary>
    YearOneApartEstimated,

    /// <summary>Two or three apart, one estimated.</summary>
    YearNearEstimated,

    /// <summary>Two or three apart, neither estimated. Set by judgement: the generator makes this error too rare.</summary>
    YearNear,

    /// <summary>Four to six apart.</summary>
    YearApart,

    /// <summary>Four to six apart, one estimated.</summary>
    YearApartEstimated,

    /// <summary>Seven or more apart.</summary>
    YearFar,

    /// <summary>Sex equal.</summary>
    SexEqual,

    /// <summary>Sex different.</summary>
    SexDifferent,

    /// <summary>Nationality equal.</summary>
    NationalityEqual,

    /// <summary>Where it is equal: -log2 of its share of all records, /10. The names are then weighed among those of it.</summary>
    NationalityRarity,

    /// <summary>Nationality different. Set by judgement.</summary>
    NationalityDifferent,

    /// <summary>Last seven digits of the phone equal, and the given names aligned.</summary>
    PhoneEqual,

    /// <summary>Phone equal and the given names not aligned: a family's phone.</summary>
    PhoneEqualOtherGiven,

    /// <summary>One digit apart. Set by judgement.</summary>
    PhoneOneDigit,

    /// <summary>Phone different.</summary>
    PhoneDifferent,
}
