namespace Platform.Access;

/// <summary>What kind of data a route gives or changes; decides what its audit entry says.</summary>
public enum DataClass
{
    /// <summary>No person: directory, agencies, clocks.</summary>
    Organisational,

    /// <summary>A referral without its packet.</summary>
    Envelope,

    /// <summary>The data handed over with a referral.</summary>
    Packet,

    /// <summary>Names, birth, contact.</summary>
    Identity,

    /// <summary>What a person agreed to.</summary>
    Consent,

    /// <summary>To whom something of a person was handed over, never what.</summary>
    Ledger,

    /// <summary>What was seen at a place, and how many were there: nobody by name.</summary>
    Site,

    /// <summary>What could tell who spoke at a place.</summary>
    Annex,
}
