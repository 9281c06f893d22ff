package dev.tallystick.governance.proposals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallystick.governance.tables.ProposalId;
import dev.tallystick.ledger.Digest;
import dev.tallystick.ledger.Hex;

import org.junit.jupiter.api.Test;

/** The vectors of spec 03, 4.1, which come from a real ledger. */
class ProposalIdTest {
    private static final String SIGNATURE =
            "86f2af56448aedf2a3d5c6a7181a39df27fc65c37ee9c7e64c7ac62ac95edc6f050aa6a344ade7974930"
                    + "c3f0eb5a60fa4e5b5eed9afb34853b483f2682236fcd71f52612e696db4ae26cc32afbfcae2a"
                    + "4d1167a9bee99048ead9e129579739da";

    @Test
    void theIdIsTheHashOfTheRootAndTheHashOfTheSignature() {
        Digest root =
                Digest.fromHex("9d3b3d468872749ab28182be6b20268ef11324f63fc04e45cc23c53ed932ae36");
        Digest signature = Digest.sha256(Hex.decode(SIGNATURE));
        assertEquals(
                "9d7e9b06202c2955de978ddb6fea241c3e06ee0086b8af8f75c914638418b72d",
                signature.hex());
        assertEquals(
                "e3cbb44b5731a72439fab8d1dbfa7eadd72183048daf1134dbb700a08de9be31",
                ProposalId.of(root, signature).hex());
    }

    @Test
    void anotherRootGivesAnotherId() {
        Digest root =
                Digest.fromHex("f7030291ea5eef6e8e051b595ad48fd7dda82fcd40cd8ed6df4fc547756ab121");
        Digest signature =
                Digest.fromHex("6b128089709317227b05bc76fc5c664fc8701749bd1fdafb1b5056d4d4d03d23");
        assertEquals(
                "e6d1d2d7ec4a4bcc5d476a213f19bdfce8ac9ed7cfaf95e2b9eeefc2e87926f1",
                ProposalId.of(root, signature).hex());
    }
}
