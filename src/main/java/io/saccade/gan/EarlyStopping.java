package io.saccade.gan;

/**
 * When training ends by itself: at the equilibrium of the game the discriminator can't tell real from generated samples,
 * and both means of D are the same (Goodfellow et al. 2014, section 4.1). Novelty goes on with the weights of then.
 *
 * @param tolerance largest |mean D(X) − mean D(G(Z))| that counts as the same
 * @param patience steps in a row for which it must hold; 0: training never ends
 */
public record EarlyStopping(double tolerance, long patience) {

    /** Training never ends. */
    public static final EarlyStopping NEVER = new EarlyStopping(0, 0);

    public EarlyStopping {
        if (!(tolerance >= 0) || patience < 0) {
            throw new IllegalArgumentException("early stopping has tolerance " + tolerance + " and patience " + patience
                    + ", expected 0 or more of both");
        }
    }
}
