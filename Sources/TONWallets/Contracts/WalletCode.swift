public import TONCells
import TONCrypto

/// The codes of the wallets, as they are deployed on the main network.
///
/// Sources: ton-blockchain/ton (crypto/smartcont), ton-blockchain/wallet-contract, wallet-contract-v5,
/// highload-wallet-contract-v3 and multisig-contract-v2.
public enum WalletCode {
    /// The wallet of version 3, revision 2.
    public static let walletV3R2 = cell(
        """
        te6cckEBAQEAcQAA3v8AIN0gggFMl7ohggEznLqxn3Gw7UTQ0x/THzHXC//jBOCk8mCDCNcYINMf0x/TH/gjE7vyY+1E0NMf0x/T/9FRMrry\
        oVFEuvKiBPkBVBBV+RDyo/gAkyDXSpbTB9QC+wDo0QGkyMsfyx/L/8ntVBC9ba0=
        """)

    /// The wallet of version 4, revision 2: with plugins.
    public static let walletV4R2 = cell(
        """
        te6cckECFAEAAtQAART/APSkE/S88sgLAQIBIAIDAgFIBAUE+PKDCNcYINMf0x/THwL4I7vyZO1E0NMf0x/T//QE0VFDuvKhUVG68qIF+QFU\
        EGT5EPKj+AAkpMjLH1JAyx9SMMv/UhD0AMntVPgPAdMHIcAAn2xRkyDXSpbTB9QC+wDoMOAhwAHjACHAAuMAAcADkTDjDQOkyMsfEssfy/8Q\
        ERITAubQAdDTAyFxsJJfBOAi10nBIJJfBOAC0x8hghBwbHVnvSKCEGRzdHK9sJJfBeAD+kAwIPpEAcjKB8v/ydDtRNCBAUDXIfQEMFyBAQj0\
        Cm+hMbOSXwfgBdM/yCWCEHBsdWe6kjgw4w0DghBkc3RyupJfBuMNBgcCASAICQB4AfoA9AQw+CdvIjBQCqEhvvLgUIIQcGx1Z4MesXCAGFAE\
        ywUmzxZY+gIZ9ADLaRfLH1Jgyz8gyYBA+wAGAIpQBIEBCPRZMO1E0IEBQNcgyAHPFvQAye1UAXKwjiOCEGRzdHKDHrFwgBhQBcsFUAPPFiP6\
        AhPLassfyz/JgED7AJJfA+ICASAKCwBZvSQrb2omhAgKBrkPoCGEcNQICEekk30pkQzmkD6f+YN4EoAbeBAUiYcVnzGEAgFYDA0AEbjJftRN\
        DXCx+AA9sp37UTQgQFA1yH0BDACyMoHy//J0AGBAQj0Cm+hMYAIBIA4PABmtznaiaEAga5Drhf/AABmvHfaiaEAQa5DrhY/AAG7SB/oA1NQi\
        +QAFyMoHFcv/ydB3dIAYyMsFywIizxZQBfoCFMtrEszMyXP7AMhAFIEBCPRR8qcCAHCBAQjXGPoA0z/IVCBHgQEI9FHyp4IQbm90ZXB0gBjI\
        ywXLAlAGzxZQBPoCFMtqEssfyz/Jc/sAAgBsgQEI1xj6ANM/MFIkgQEI9Fnyp4IQZHN0cnB0gBjIywXLAlAFzxZQA/oCE8tqyx8Syz/Jc/sA\
        AAr0AMntVGliJeU=
        """)

    /// The wallet of version 5, revision 1: with extensions, and 255 messages at once.
    public static let walletV5R1 = cell(
        """
        te6cckECFAEAAoEAART/APSkE/S88sgLAQIBIAINAgFIAwQC3NAg10nBIJFbj2Mg1wsfIIIQZXh0br0hghBzaW50vbCSXwPgghBleHRuuo60\
        gCDXIQHQdNch+kAw+kT4KPpEMFi9kVvg7UTQgQFB1yH0BYMH9A5voTGRMOGAQNchcH/bPOAxINdJgQKAuZEw4HDiEA8CASAFDAIBIAYJAgFu\
        BwgAGa3OdqJoQCDrkOuF/8AAGa8d9qJoQBDrkOuFj8ACAUgKCwAXsyX7UTQcdch1wsfgABGyYvtRNDXCgCAAGb5fD2omhAgKDrkPoCwBAvIO\
        AR4g1wsfghBzaWduuvLgin8PAeaO8O2i7fshgwjXIgKDCNcjIIAg1yHTH9Mf0x/tRNDSANMfINMf0//XCgAK+QFAzPkQmiiUXwrbMeHywIff\
        ArNQB7Dy0IRRJbry4IVQNrry4Ib4I7vy0IgikvgA3gGkf8jKAMsfAc8Wye1UIJL4D95w2zzYEAP27aLt+wL0BCFukmwhjkwCIdc5MHCUIccA\
        s44tAdcoIHYeQ2wg10nACPLgkyDXSsAC8uCTINcdBscSwgBSMLDy0InXTNc5MAGk6GwShAe78uCT10rAAPLgk+1V4tIAAcAAkVvg69csCBQg\
        kXCWAdcsCBwS4lIQseMPINdKERITAJYB+kAB+kT4KPpEMFi68uCR7UTQgQFB1xj0BQSdf8jKAEAEgwf0U/Lgi44UA4MH9Fvy4Iwi1woAIW4B\
        s7Dy0JDiyFADzxYS9ADJ7VQAcjDXLAgkji0h8uCS0gDtRNDSAFETuvLQj1RQMJExnAGBAUDXIdcKAPLgjuLIygBYzxbJ7VST8sCN4gAQk1vb\
        MeHXTNC01sNe
        """)

    /// The highload wallet of version 3.
    public static let highloadWalletV3 = cell(
        """
        te6cckECEAEAAigAART/APSkE/S88sgLAQIBIAINAgFIAwQAeNAg10vAAQHAYLCRW+EB0NMDAXGwkVvg+kAw+CjHBbORMODTHwGCEK5C5aS6\
        nYBA1yHXTPgqAe1V+wTgMAIBIAUKAgJzBgcAEa3OdqJoa4X/wAIBIAgJABqrtu1E0IEBItch1ws/ABiqO+1E0IMH1yHXCx8CASALDAAbuabu\
        1E0IEBYtch1wsVgA5bi/Ltou37IasJAoQJsO1E0IEBINch9AT0BNM/0xXRBY4b+CMloVIQuZ8ybfgjBaoAFaESuZIwbd6SMDPikjAz4lIwgA\
        30D2+hntAh1yHXCgCVXwN/2zHgkTDiWYAN9A9voZzQAdch1woAk3/bMeCRW+JwgB9vLUgwjXGNEh+QDtRNDT/9Mf9AT0BNM/0xXR+CMhoVIg\
        uY4SM234IySqAKESuZJtMt5Y+CMB3lQWdfkQ8qEG0NMf1NMH0wzTCdM/0xXRUWi68qJRWrrypvgjKqFSULzyowT4I7vyo1MEgA30D2+hmdAk\
        1yHXCgDyZJEw4g4B/lMJgA30D2+hjhPQUATXGNIAAfJkyFjPFs+DAc8WjhAwyCTPQM+DhAlQBaGlFM9A4vgAyUA5gA30FwTIy/8Tyx/0ABL0\
        ABLLPxLLFcntVPgPIdDTAAHyZdMCAXGwkl8D4PpAAdcLAcAA8qX6QDH6ADH0AfoAMfoAMYBg1yHTAAEPACDyZdIAAZPUMdGRMOJysfsAtYW/\
        Aw==
        """)

    /// The multisig of version 2.
    public static let multisigV2 = cell(
        """
        te6cckECEgEABJUAART/APSkE/S88sgLAQIBYggCAgEgBgMCAWYFBAFZsMn+CgBAXACyFjPFgEBy//JiCLIywH0APQAywDJcAH5AHTIywISy\
        gfL/8nQgEQDxsMr7UTQ0/8BAdMHAQHU0wcBAfQE0gABAdEjf3COF1ESePR8b6UyIZlTArry4GcCpALeAbMS5mwhUjC68uBsIX9wjhdREnj0f\
        G+lMiGZUwK68uBnAqQC3gGzEuZsITAiwgDy4G4kwgDy4G1SQ7vy4G0BkjN/kQPiA4AFDv3T/aiaGn/gIDpg4CA6mmDgID6AmkAAIDoiBqvgo\
        D8EdDAcAwvgHA4MM+UEwA4MI+UEw+AdQBqGBJ/gBoHD4NoESBnD4NqCBK+xw+DaggR2YcPg2oCKmBiKggQU5JqAnoHD4OCOkgQKYJ6Bw+Dig\
        A6YGWKCBBuBQBaBQBaBDA3D4N1mgAaACytAz0NMDAXGwkl8D4PpAMCLXScAAkl8D4ALTHwEgwACSXwTgAdM/Ae1E0NP/AQHTBwEB1NMHAQH0\
        BNIAAQHRKIIQ9xhRD7rjDwVEQ8hQBgHL/1AEAcsHEswBAcsH9AABAcoAye1UDQkCmjY4JoIQdQl/XbqOugaCEKMsWb+6jqn4KBjHBfLgZQPU\
        0RA0EDZGUPgAf46NIXj0fG+lIJEy4w0Bs+ZbEDVQNJI0NuJQVBPjDUAVUDMECwoC4jYE0/8BAdMvAQHTBwEB0/8BAdTR+ChQBQFwAshYzxYB\
        Acv/yYgiyMsB9AD0AMsAyXAB+QB0yMsCEsoHy//J0BvHBfLgZSb5ABq6UZO+GbDy4GYH+CO+8uBvRBRQVvgAf46NIXj0fG+lIJEy4w0Bs+Zb\
        EQsB+gLXTNDTHwEgghDxOB5buo5qghAdDPvTuo5ebETTBwEB1CF/cI4XURJ49HxvpTIhmVMCuvLgZwKkAt4BsxLmbCEgwgDy4G4jwgDy4G1T\
        MLvy4G0B9AQhf3COF1ESePR8b6UyIZlTArry4GcCpALeAbMS5mwhMNFVI5Ew4uMNDAAQMNMH1AL7ANEBnjgG0/8BKLOOEiCE/7qSMCSWUwW6\
        8uPw4gWkBd4B0gABAdMHAQHTLwEB1NEjkSaRKuJSMHj0Dm+h8uPvHscF8uPvIPgjvvLgbyD4I6FUbXAOAdT4BwODDPlBMAODCPlBMPgHUAah\
        gSf4AaBw+DaBEgZw+DaggSvscPg2oIEdmHD4NqAipgYioIEFOSagJ6Bw+DgjpIECmCegcPg4oAOmBliggQbgUAWgUAWgQwNw+DdZoAGgHL7y\
        4GT4KFADDwK4AXACyFjPFgEBy//JiCLIywH0APQAywDJcCH5AHTIywISygfL/8nQyIIQnHP7olgKAssfyz8mAcsHUlDMUAsByy8bzCoBygAK\
        lRkBywcIkTDiECRwQImAGIBQ2zwREACSjkXIWAHLBVAFzxZQA/oCVHEjI+1E7UXtR59byFADzxfJE3dQA8trzMztZ+1l7WR0f+0RmHYBy2vM\
        Ac8X7UHt8QHy/8kB+wDbBghCAmMFqAYchWwszwXcsN9YFccUdYcFZ8q18EnjQLz1klHzraSsQg==
        """)

    /// An order of the multisig of version 2.
    public static let multisigOrderV2 = cell(
        """
        te6cckECDAEAA3YAART/APSkE/S88sgLAQIBYgMCAMehx3HaiaH0gAPww6f+A/DEQa6TgAEcLGDb8Mbb8Mjb8Mrb8Mzb8M7b8NDb8NMcRaYO\
        A/DHpAAD8MmoA/DLp/4D8M2mDgPwz6ZeA/DRqAPw06PF8IPwhfCH8Inwi/CN8I/wkfCTA/jQMzHQ0wMBcbCRW+D6QDAB0x8B7UTQ+kAB+GHT\
        /wH4YiDXScAAjhYwbfhjbfhkbfhlbfhmbfhnbfhobfhpjiLTBwH4Y9IAAfhk1AH4ZdP/Afhm0wcB+GfTLwH4aNQB+GnR4iDAAOMCAdM/ASKC\
        EJxz+6K64wICghCnYiMPBwUEAUq6jpvTBwEB0fhFUhB49A5vofLgalIwxwXy4GpZ2zzgXwOED/LwCAL+MvhBE8cF8uBo+ENujvEB0wcB+GNw\
        +GTUAfhlcPhmcPhn0y8B+Gj4SPgjvvLgb9QB+GnSAAGOmdMHAa74RiGw8tBr+Eek+Gf4RgGx+GYB2zyRMeLR+En4RvhFyPhBzxb4QgHL//hD\
        AcsH+EQBygDMy//4RwHLB/hIAcsvzMntVAoGAYzgAdMHAfhDuvLgadQB+QD4RfkAuvLgadMvAfhIuvLgadQB+QD4SfkAuvLgadIAAfLgadMH\
        AQHR+EVSEHj0Dm+h8uBqWNs8CAHIMCDXSsAAjiPIcI4aItdJUjDXGRLPFiLXSpQC10zQkzF/WOJUEiDmMDHJ0N+EDwGLdhcHByb3ZljHBfL0\
        IHB/jhn4RXj0fG+lIJtSQ8cFlTF/MnAB3pEy4gGz5jLy4Gr4JRLbPAgCbo8zXO1E7UXtR46YMXDIghCvryg+WAQCyx/LP8sfgBCAUNs87Wft\
        Ze1kcn/tEYrtQe3xAfL/2wMLCQK0+ETy0HACrvhGIbDy0Gv4R6T4Z/hGAbH4ZnDIghCCYJv2JALLH8s/gBCAUNs82zz4SfhG+EXI+EHPFvhC\
        Acv/+EMBywf4RAHKAMzL//hHAcsH+EgByy/Mye1UCwoBgPhH+EO6jrb4QXD4SciCEHUJf11YBQLLH8s/+EIBy//4SAHLL/hHAcsH+EX5AAHL\
        /xPMEoAQgQCQ2zx/+GSRMOILAIiOQMhYAcsFUATPFlj6AlRxIO1E7UXtR51byFADzxfJEnFYy2rM7WftZe1kc3/tEZdwActqAc8X7UHt8QHy\
        /8kB+wDbBUX4Ahw=
        """)

    /// The code of a bag that stands in the source, which a test reads: never for bytes from outside.
    package static func cell(_ base64: String) -> Cell {
        guard let bytes = Base64.decode(base64), let cell = try? Cell(boc: bytes) else {
            preconditionFailure("the codes of wallets are valid")
        }
        return cell
    }
}
