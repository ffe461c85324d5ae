"""A training step of a GAN in PyTorch eager on one thread: one step of the discriminator, then one of the generator on the
same noise.

Usage: gan_step.py [K OPTIMISER], by default every case. Prints lines with the median time, such as
gan_step: k=2 optimiser=sgd form=metrics ms=2.3456 torch=1.13.0

form=lean      saves what can be saved: real and generated samples are judged in one pass, and the discriminator's gradients
               are not computed in the generator's step. Tells the same seven numbers as the service: L, mean D(X), mean
               D(G(Z)), the norms of both gradients, the share of clipped weights (0 here), the norm of all weights
form=usual     as PyTorch's own tutorial on GANs is written: a pass forward and back for the real and for the generated samples,
               and the generator's step goes back through the whole discriminator. Tells L and the means of D
"""

import statistics
import sys
import time

import torch
from torch import nn

CASES = {2: (2, (128, 128), 256), 768: (64, (512, 256), 64)}
WARM_UP = 50
SECONDS = 1.0


def network(*sizes, activation):
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs, bias=False), activation()]
    return nn.Sequential(*layers[:-1])


def rule(optimiser, player):
    if optimiser == "sgd":
        return torch.optim.SGD(player.parameters(), lr=1e-4)
    return torch.optim.Adam(player.parameters(), lr=1e-4, betas=(0.5, 0.999))


def norm(tensors):
    norms = [torch.linalg.vector_norm(tensor) for tensor in tensors]
    return torch.linalg.vector_norm(torch.stack(norms))


def stepper(k, optimiser, lean):
    noise, hidden, batch = CASES[k]
    discriminator = network(k, *hidden, 1, activation=lambda: nn.LeakyReLU(0.2))
    generator = network(noise, *hidden, k, activation=nn.ReLU)
    discriminators, generators = rule(optimiser, discriminator), rule(optimiser, generator)
    cross_entropy = nn.functional.binary_cross_entropy_with_logits
    ones = torch.ones(batch, 1)
    zeros = torch.zeros(batch, 1)
    real_and_made = torch.cat([ones, zeros])
    x = torch.randn(batch, k)
    z = torch.randn(batch, noise)

    def usual():
        discriminators.zero_grad()
        real = discriminator(x)
        real_loss = cross_entropy(real, ones)
        real_loss.backward()
        made = generator(z)
        generated = discriminator(made.detach())
        generated_loss = cross_entropy(generated, zeros)
        generated_loss.backward()
        discriminators.step()
        generators.zero_grad()
        cross_entropy(discriminator(made), ones).backward()
        generators.step()
        likelihood = -(real_loss + generated_loss).item()
        return likelihood, torch.sigmoid(real).mean().item(), torch.sigmoid(generated).mean().item()

    def step():
        made = generator(z)
        discriminators.zero_grad(set_to_none=True)
        logits = discriminator(torch.cat([x, made.detach()]))
        loss = 2 * cross_entropy(logits, real_and_made)
        loss.backward()
        discriminators.step()
        discriminator.requires_grad_(False)
        generators.zero_grad(set_to_none=True)
        cross_entropy(discriminator(made), ones).backward()
        generators.step()
        discriminator.requires_grad_(True)
        with torch.no_grad():
            judged = torch.sigmoid(logits)
            weights = [*discriminator.parameters(), *generator.parameters()]
            return torch.stack([
                -loss,
                judged[:batch].mean(),
                judged[batch:].mean(),
                norm([weight.grad for weight in discriminator.parameters()]),
                norm([weight.grad for weight in generator.parameters()]),
                torch.zeros(()),
                norm(weights),
            ]).tolist()

    return step if lean else usual


def median_ms(step):
    for _ in range(WARM_UP):
        step()
    times = []
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        begin = time.perf_counter()
        step()
        times.append(time.perf_counter() - begin)
    return 1000 * statistics.median(times)


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.manual_seed(1)
    every = [(k, optimiser) for optimiser in ("sgd", "adam") for k in CASES]
    for k, optimiser in [(int(sys.argv[1]), sys.argv[2])] if len(sys.argv) == 3 else every:
        for form in ("lean", "usual"):
            ms = median_ms(stepper(k, optimiser, form == "lean"))
            print(f"gan_step: k={k} optimiser={optimiser} form={form} ms={ms:.4f} torch={torch.__version__}", flush=True)
